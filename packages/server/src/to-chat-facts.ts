import type { RoutedChat } from '@honestai/core'

/** The `honestai` object of an answer: which model answered and why, which messages were left out, and what the caller should know. */
export const toChatFacts = ({ decision, dropped }: Pick<RoutedChat, 'decision' | 'dropped'>, warnings: readonly string[]) => ({
  ...decision,
  ...(dropped.length > 0 && { dropped }),
  ...(warnings.length > 0 && { warnings }),
})

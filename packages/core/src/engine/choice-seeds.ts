import type { ChatRequest } from '../chat/chat.ts'

const seeds = 2 ** 32 - 1

/** The seed of each answer to a request: its own for the first, the numbers that follow for the others; undefined where it has none. */
export function choiceSeeds({ choices = 1, sampling: { seed } }: ChatRequest): (number | undefined)[] {
  return Array.from({ length: choices }, (_, choice) => (seed === undefined ? undefined : (seed + choice) % seeds))
}

import { type RequestOptions, type Router, routerError, type Target } from '@honestai/core'

/**
 * The text that token ids stand for. Throws `invalid_request` for ids that the model would not write that text with: what it read would
 * not be what was sent.
 */
export async function textOfTokens(
  router: Router,
  target: Target,
  { ids, param }: { ids: readonly number[]; param: string },
  options: RequestOptions,
): Promise<string> {
  const { text } = await router.detokenize(target, ids, options)
  const { tokens } = await router.tokenize(target, text, options)
  if (tokens.length === ids.length && tokens.every((token, index) => token === ids[index])) return text
  throw routerError('invalid_request', { param, problem: 'the model does not write the text of these token ids with them; send the text' })
}

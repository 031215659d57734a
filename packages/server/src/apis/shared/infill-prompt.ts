import { type RequestOptions, type Router, routerError, type Target } from '@honestai/core'

/** A text with a gap; `param` names what asks for it. */
type Gap = { prefix: string; suffix: string; param: string; extra?: readonly { text: string }[] }

/** The prompt that asks for what fills a gap, as token ids. Throws `operation_unsupported` for weights that know no gaps. */
export async function infillPrompt(router: Router, target: Target, gap: Gap, options: RequestOptions): Promise<number[]> {
  const { model } = router.decide(target, 'chat')
  const { infill } = (await router.facts(model)).gguf
  if (infill === undefined) {
    throw routerError('operation_unsupported', {
      operation: `Filling a gap with ${model}`,
      reason: 'Its vocabulary has no tokens for the parts of a text around a gap.',
      instead: `Send the request without "${gap.param}", or to a model that was trained to fill gaps.`,
      param: gap.param,
    })
  }
  const asked = { model }
  const extra = (gap.extra ?? []).map(({ text }) => `\n\n--- snippet ---\n\n${text}`).join('')
  const seen = extra === '' ? [] : (await router.tokenize(asked, extra, options)).tokens
  const [begun, prefix, suffix] = await Promise.all([
    router.renderPrompt(asked, { messages: [], prompt: gap.prefix || ' ', sampling: {} }, options),
    router.tokenize(asked, gap.prefix || ' ', options),
    router.tokenize(asked, gap.suffix, options),
  ])
  // A prompt begins with the first token of the vocabulary, where it asks for one.
  const first = begun.tokens.slice(0, begun.tokens.length - prefix.tokens.length)
  const before = gap.prefix === '' ? [] : prefix.tokens
  return [...first, ...seen, infill.prefix, ...before, infill.suffix, ...suffix.tokens, infill.middle]
}

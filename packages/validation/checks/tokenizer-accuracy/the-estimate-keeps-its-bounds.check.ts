import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { estimateTokens } from '@honestai/core'
import { expect } from 'vitest'
import { createReferenceTokenizer } from '../../src/asking/tokenizer/create-reference-tokenizer.ts'
import { readVocabulary } from '../../src/asking/tokenizer/read-vocabulary.ts'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'

check(
  {
    proves: 'tokenizer-fallback',
    promise:
      "The estimate from characters keeps, script by script and kind by kind, within the bounds that the guide states, measured against Qwen2's vocabulary; an answer that used it says so, and no other does",
    timeoutMs: 600_000,
  },
  async ({ upstreamVocabularies, corpus, servers, weights, temporaryFolder, evidence, measure }) => {
    const reference = createReferenceTokenizer(await readVocabulary(join(upstreamVocabularies, 'ggml-vocab-qwen2.gguf')))
    if (!reference) throw new Error('There is no reference for Qwen2.')
    const kinds = [...Map.groupBy(corpus, ({ kind }) => kind)]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([kind, texts]) => {
        const counted = texts.map(({ text }) => ({ text, truth: reference.encode(text).length, estimate: estimateTokens(text).tokens }))
        const ratios = counted.map(({ truth, estimate }) => estimate / truth)
        const sum = (pick: (each: (typeof counted)[number]) => number) => counted.reduce((total, each) => total + pick(each), 0)
        const worst = counted.toSorted((a, b) => offBy(b) - offBy(a))[0]
        return {
          kind,
          natural: texts[0]?.natural ?? false,
          texts: counted.length,
          mean: round(sum(({ estimate }) => estimate) / sum(({ truth }) => truth)),
          ratios: ratios.map(round),
          worst,
        }
      })
    for (const { kind, ratios } of kinds) measure(`estimated tokens to true ones: ${kind}`, '×', ratios.slice(0, 200))
    const said = await whatAnswersSay()
    evidence.json('estimate', {
      vocabulary: 'qwen2',
      bounds: estimateBounds,
      kinds: kinds.map(({ ratios, ...kind }) => ({ ...kind, lowest: Math.min(...ratios), highest: Math.max(...ratios) })),
      said,
    })

    const { mean, single } = estimateBounds
    expect(
      kinds.filter((kind) => kind.mean < mean.low || kind.mean > mean.high).map(({ kind, mean }) => ({ kind, mean })),
      'means beyond their bounds',
    ).toEqual([])
    expect(
      kinds.flatMap(({ kind, ratios }) =>
        ratios.filter((ratio) => ratio < single.low || ratio > single.high).map((ratio) => ({ kind, ratio })),
      ),
      'texts beyond their bounds',
    ).toEqual([])
    const guide = readFileSync(join(repositoryRoot, 'docs/guides/tokens.md'), 'utf8')
    for (const bound of [mean.low, mean.high, single.low, single.high]) expect(guide, 'the guide').toContain(`${bound} ×`)
    expect(said).toEqual({
      counted: { status: 200, estimated: undefined },
      estimated: { status: 200, estimated: true },
      generated: { status: 200, estimated: undefined },
    })

    /** A model without a tokenizer counts by characters where the config allows it; one with a tokenizer never does. */
    async function whatAnswersSay() {
      const bare = join(temporaryFolder, 'bare.gguf')
      copyWithoutTokenizer(weights.path, bare)
      const server = await servers.start({
        config: ({ models, ...rest }) => ({ ...rest, tokenEstimate: 'allow', models: [...models, { id: 'bare', path: bare }] }),
      })
      const messages = [{ role: 'user', content: 'Say hi.' }]
      const count = async (model: string) => answerOf(await server.request('/v1/messages/count_tokens', { body: { model, messages } }))
      const generated = await server.request('/v1/chat/completions', { body: { model: weights.id, messages, max_tokens: 1 } })
      return { counted: await count(weights.id), estimated: await count('bare'), generated: answerOf(generated) }
    }
  },
)

/** Weights that are sound but for the kind of their tokenizer, which nobody knows. */
function copyWithoutTokenizer(source: string, copy: string): void {
  const bytes = readFileSync(source)
  const key = 'tokenizer.ggml.model'
  // Behind the key stand the type of the value and its length.
  bytes.write('?', bytes.indexOf(key) + key.length + 12)
  writeFileSync(copy, bytes)
}

const round = (value: number) => Math.round(value * 1_000) / 1_000
const offBy = ({ truth, estimate }: { truth: number; estimate: number }) => Math.abs(Math.log(estimate / truth))
const answerOf = ({ status, json }: { status: number; json: { honestai?: { estimated?: unknown } } }) => ({
  status,
  estimated: json.honestai?.estimated,
})

/**
 * What the guide on tokens promises of the estimate from characters, as a share of the true count in a vocabulary of today: the mean of
 * each script and kind, and any single text.
 */
export const estimateBounds = { mean: { low: 0.4, high: 3 }, single: { low: 0.2, high: 5 } } as const

import { afterAll, beforeAll, expect, test } from 'vitest'
import { canaryConfig } from '../../config/canary-config.ts'
import { CandidateTokens } from './candidate-tokens.ts'
import { LlamaContext } from './llama-context.ts'
import { type GrammarTriggers, LlamaGrammar } from './llama-grammar.ts'
import { LlamaModel } from './llama-model.ts'
import { type SamplerSettings, TokenSampler } from './token-sampler.ts'

const resources = new DisposableStack()
let model: LlamaModel
let context: LlamaContext
let candidates: CandidateTokens
beforeAll(async () => {
  model = resources.use(await LlamaModel.load(canaryConfig().models[0]?.path ?? ''))
  context = resources.use(new LlamaContext(model, { contextSize: 512, sequences: 1, batchTokens: 512, threads: 1 }))
  candidates = new CandidateTokens(model.library, model.vocabulary.size)
})
afterAll(() => resources.dispose())

const greedy: SamplerSettings = { temperature: 0, topK: 0, topP: 1, minP: 0, seed: 1, bias: [] }

/** Text and logits of so many tokens behind a prompt. */
function generate(prompt: string, count: number, settings: Partial<SamplerSettings>, grammar?: LlamaGrammar) {
  const { vocabulary } = model
  using sampler = new TokenSampler(model, { ...greedy, ...settings }, { candidates, grammar })
  context.clear()
  let next = vocabulary.tokenize(prompt, true)
  sampler.acceptPrompt(next)
  const tokens: number[] = []
  const logits: (Float32Array | undefined)[] = []
  for (let position = 0; tokens.length < count; ) {
    context.batch.clear()
    for (const [index, token] of next.entries()) context.batch.add(token, position++, 0, index === next.length - 1)
    context.decode()
    const chosen = sampler.choose(context, next.length - 1, { withLogits: true })
    if (vocabulary.isEnd(chosen.token)) break
    tokens.push(chosen.token)
    logits.push(chosen.logits?.slice())
    next = [chosen.token]
  }
  return { text: vocabulary.detokenize(tokens, true), tokens, logits }
}

test('a grammar holds from the first token, and all samplers compose with it, logits included', () => {
  using grammar = new LlamaGrammar(model, 'root ::= "yes " [0-9]{4} " no"', 'root')
  const all: Partial<SamplerSettings> = {
    temperature: 1.2,
    topK: 50,
    topP: 0.9,
    minP: 0.01,
    xtc: { probability: 0.5, threshold: 0.1 },
    bias: [[5, 1]],
    penalties: { windowTokens: 64, repeat: 1.2, frequency: 0.5, presence: 0.5 },
    dry: { multiplier: 1, base: 1.75, allowedLength: 2, windowTokens: 512, sequenceBreakers: ['\n'] },
  }
  for (const settings of [{}, { temperature: 1 }, all]) {
    const { text, logits } = generate('Say yes.', 32, settings, grammar)
    expect(text).toMatch(/^yes \d{4} no$/)
    for (const values of logits) expect(values).toHaveLength(model.vocabulary.size)
  }
})

test.each<{ title: string; triggers: () => GrammarTriggers }>([
  { title: 'a pattern', triggers: () => ({ patterns: ['(\\[)'], tokens: [] }) },
  { title: 'a token', triggers: () => ({ patterns: [], tokens: model.vocabulary.tokenize('[') }) },
])('a lazy grammar holds from $title on, and not before', ({ triggers }) => {
  using grammar = new LlamaGrammar(model, 'root ::= "[" [0-9] "]" [0-9]', 'root', triggers())
  const free = generate('What is the capital of France?', 12, {})
  const held = generate('What is the capital of France?', 12, {}, grammar)
  expect(held.text).toBe(free.text)
  const bracket = model.vocabulary.tokenize('[')[0] ?? 0
  // Wanted so much that it comes as soon as it may.
  const { text } = generate('What is the capital of France?', 12, { bias: [[bracket, 100]] }, grammar)
  expect(text).toMatch(/^\[\d\]\d$/)
})

test('a grammar that llama.cpp does not understand is refused', () => {
  expect(() => new LlamaGrammar(model, 'root ::= missing', 'root')).toThrow(/does not understand/)
})

test('penalties look at the prompt as well', () => {
  const prompt = 'one two three'
  const penalties = { windowTokens: 64, repeat: 1, frequency: 0, presence: 2 }
  const [plain] = generate(prompt, 1, {}).logits
  const [penalised] = generate(prompt, 1, { penalties }).logits
  const [token = 0] = model.vocabulary.tokenize(prompt)
  expect((plain?.[token] ?? 0) - (penalised?.[token] ?? 0)).toBeCloseTo(2, 4)
})

test('a sequence goes on from a restored state with the very same logits', () => {
  const { vocabulary } = model
  const text = vocabulary.tokenize('one two three four five six seven')
  const evaluate = (tokens: readonly number[], from: number) => {
    context.batch.clear()
    for (const [index, token] of tokens.entries()) context.batch.add(token, from + index, 0, index === tokens.length - 1)
    context.decode()
    return context.logits(tokens.length - 1).slice()
  }
  context.clear()
  evaluate(text.slice(0, 4), 0)
  const state = context.stateOf(0)
  const plain = evaluate(text.slice(4), 4)
  context.clear()
  expect(context.restore(0, state)).toBe(true)
  expect(evaluate(text.slice(4), 4)).toEqual(plain)
  // A state that is cut off leaves nothing behind.
  expect(context.restore(0, state.subarray(0, state.length / 2))).toBe(false)
  expect(context.keep(0, 2)).toBe(0)
})

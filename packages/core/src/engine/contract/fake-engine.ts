import type { ChatEvent, ChatRequest, ChosenTokenLogprob } from '../../chat/chat.ts'
import { describeTemplate } from '../../chat/family/describe-template.ts'
import { answerGrammar } from '../../chat/grammar/answer-grammar.ts'
import { outputFormatOf, plainSyntax } from '../../chat/output/output-format.ts'
import { type RouterError, routerError } from '../../errors.ts'
import { sampleGrammar } from '../../grammar/gbnf/sample-grammar.ts'
import type { Grammar } from '../../grammar/grammar.ts'
import type { Ability } from '../../models/model.ts'
import {
  checkChatRequest,
  checkInputs,
  checkLabelRequest,
  checkLabels,
  checkPrompt,
  checkTokens,
} from '../completion/check-chat-request.ts'
import { Choices } from '../completion/choices.ts'
import { Completion } from '../completion/completion.ts'
import { checkFits, completionLimits } from '../completion/completion-limits.ts'
import { toUnitLength } from '../completion/to-unit-length.ts'
import type { EmbedResult, Engine, EngineFacts, LabelChoice } from '../engine.ts'
import { sharedPrefixLength } from '../steps/prefix-store.ts'

/** A fake engine and the means to let it die. */
export type FakeEngine = Engine & { kill(): void }

/** What a fake engine pretends to be. */
export type FakeEngineOptions = Partial<EngineFacts> & {
  model?: string
  /** Both by default. */
  abilities?: readonly Ability[]
  /** Its answer to every chat; one word is one token. By default it repeats the last message, or the prompt. */
  answer?: (request: ChatRequest) => string
}

/**
 * An engine without weights, for unit tests: tokens are the words of a text, answers are given, and it dies on demand.
 *
 * @example
 * const engine = createFakeEngine({ answer: () => 'The capital of France is Paris.' })
 */
export function createFakeEngine({ model = 'fake', abilities = ['chat', 'embed'], answer, ...facts }: FakeEngineOptions = {}): FakeEngine {
  const allFacts: EngineFacts = {
    contextSize: 64,
    slots: 2,
    embeddingLength: 8,
    loadMs: 1,
    memoryBytes: 1_000_000,
    threads: 1,
    sandbox: [],
    ...facts,
  }
  const death = Promise.withResolvers<RouterError>()
  const gone = new AbortController()
  const vocabulary = new FakeVocabulary()
  let activeSlots = 0
  // Of the chat that ended last, as a slot would hold it.
  let heldTokens: number[] = []

  const end = (error: RouterError) => {
    gone.abort(error)
    death.resolve(error)
  }

  const checkAble = (ability: Ability) => {
    if (!abilities.includes(ability)) throw routerError('model_lacks_ability', { model, ability, able: [] })
  }

  // No template: a chat is the words of its messages.
  const encodePrompt = (request: ChatRequest): number[] => {
    checkPrompt(request)
    const { prompt, messages } = request
    if (prompt === undefined) return messages.flatMap((message) => vocabulary.encode(message.content))
    if (typeof prompt === 'string') return vocabulary.encode(prompt)
    checkTokens(prompt, vocabulary.size, 'prompt')
    return prompt
  }

  const lastText = ({ prompt, messages }: ChatRequest) =>
    typeof prompt === 'object' ? vocabulary.decode(prompt) : (prompt ?? messages.at(-1)?.content ?? '')
  const answerTo = answer ?? lastText

  const sizeOf = (request: ChatRequest) => ({
    model,
    promptTokens: encodePrompt(request).length,
    contextSize: allFacts.contextSize,
  })

  // A label that stands in the answer is nine times as probable as one that does not.
  const chooseLabel = (request: ChatRequest, labels: readonly string[]): LabelChoice => {
    checkLabels(labels)
    checkLabelRequest(request)
    const size = sizeOf(request)
    checkFits(size)
    const text = answerTo(request)
    const weights = labels.map((label): number => (text.includes(label) ? 9 : 1))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const best = weights.indexOf(Math.max(...weights))
    return {
      label: labels[best] ?? '',
      probability: (weights[best] ?? 0) / total,
      probabilities: Object.fromEntries(labels.map((label, index) => [label, (weights[index] ?? 0) / total])),
      usage: {
        promptTokens: size.promptTokens,
        cachedTokens: 0,
        completionTokens: vocabulary.encode(labels[best] ?? '').length,
        reasoningTokens: 0,
      },
    }
  }

  async function* chat(request: ChatRequest, choices: number, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent, void> {
    const output = outputFormatOf(
      request.prompt === undefined ? syntax : plainSyntax,
      '',
      request.tools ?? [],
      request.toolChoice !== 'none',
    )
    const limits = completionLimits(request, output, sizeOf(request))
    const form = answerGrammar(request, output, model)
    const words = vocabulary.encode(form ? shortestText(form) : answerTo(request))
    const tokens = request.ignoreEos ? Array.from({ length: limits.maxTokens }, (_, index) => words[index % words.length] ?? 0) : words
    const given = Array.from({ length: choices }, () => new Completion((token) => Buffer.from(vocabulary.decode([token])), limits))
    const stream = new Choices(given)
    const prompt = encodePrompt(request)
    const cachedTokens = Math.min(sharedPrefixLength(heldTokens, prompt), prompt.length - 1)
    for (const choice of given.keys()) yield* stream.start(choice, cachedTokens)
    for (const token of tokens) {
      await nextTurn(signal, gone.signal)
      const logprob = request.logprobs && certain(token, vocabulary.decode([token]), request.logprobs.topTokens)
      for (const [choice, completion] of given.entries()) if (!completion.complete) yield* stream.take(choice, token, logprob)
      if (given.every((completion) => completion.complete)) break
    }
    heldTokens = [...prompt, ...(given[0]?.tokens ?? [])]
    for (const choice of given.keys()) yield* stream.end(choice)
  }

  return {
    facts: allFacts,
    died: death.promise,
    load: () => ({ activeSlots, slots: allFacts.slots }),
    async *chat(request, signal) {
      await nextTurn(signal, gone.signal)
      checkAble('chat')
      checkChatRequest(request, allFacts.slots)
      const { choices = 1 } = request
      if (choices > allFacts.slots - activeSlots) throw routerError('overloaded', { model, waiting: 0, retryAfterSeconds: 1 })
      activeSlots += choices
      try {
        yield* chat(request, choices, signal)
      } finally {
        activeSlots -= choices
      }
    },
    async chooseLabel(request, labels, signal) {
      await nextTurn(signal, gone.signal)
      checkAble('chat')
      return chooseLabel(request, labels)
    },
    async embed(texts, signal, { dimensions } = {}): Promise<EmbedResult> {
      await nextTurn(signal, gone.signal)
      checkAble('embed')
      const { contextSize, embeddingLength } = allFacts
      const tokens = texts.map((text) => vocabulary.encode(text))
      checkInputs(
        tokens.map((ids) => ids.length),
        { model, contextSize, embeddingLength, dimensions },
      )
      return {
        vectors: tokens.map((ids) => toUnitLength(vectorOf(ids, embeddingLength), dimensions)),
        promptTokens: tokens.reduce((sum, ids) => sum + ids.length, 0),
      }
    },
    promptTokens: async (request) => encodePrompt(request),
    renderPrompt: async (request) => vocabulary.decode(encodePrompt(request)),
    tokenize: async (text) => vocabulary.encode(text),
    async detokenize(tokens) {
      checkTokens(tokens, vocabulary.size)
      return vocabulary.decode(tokens)
    },
    kill: () => end(routerError('engine_crashed', { model, reason: 'Its process was ended by SIGKILL.' })),
    [Symbol.asyncDispose]: async () => end(routerError('shutting_down', {})),
  }
}

/** A word that no other could have taken the place of. */
function certain(id: number, text: string, topTokens: number): ChosenTokenLogprob {
  const chosen = { id, text, bytes: [...Buffer.from(text)], logprob: 0 }
  return { ...chosen, top: topTokens > 0 ? [chosen] : [] }
}

/** How it calls tools: as this template has it. */
const { syntax } = describeTemplate(
  `{{ tools | tojson if tools }}{% for m in messages %}{{ m.role }}: {{ m.content }}{% for c in m.tool_calls or [] %}<tool_call>
{"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}}
</tool_call>
{% endfor %};{% endfor %}`,
)

// An answer that must have a form is the shortest that has it.
const shortestText = (grammar: Grammar): string => sampleGrammar(grammar, () => 0, [...grammar.keys()][0])

async function nextTurn(signal: AbortSignal | undefined, gone: AbortSignal): Promise<void> {
  await new Promise(setImmediate)
  if (signal?.aborted) throw routerError('request_cancelled', {})
  if (gone.aborted) throw gone.reason
}

// A vector that depends on all the words.
function vectorOf(tokens: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, index) => 1 + tokens.filter((token) => token % length === index).length)
}

/** Words get numbers as they come; the white space before a word belongs to it. */
class FakeVocabulary {
  readonly #words: string[] = []

  get size(): number {
    return this.#words.length
  }

  encode(text: string): number[] {
    return (text.match(/\s*\S+|\s+$/g) ?? []).map((word) => {
      const known = this.#words.indexOf(word)
      return known >= 0 ? known : this.#words.push(word) - 1
    })
  }

  decode(tokens: readonly number[]): string {
    return tokens.map((token) => this.#words[token]).join('')
  }
}

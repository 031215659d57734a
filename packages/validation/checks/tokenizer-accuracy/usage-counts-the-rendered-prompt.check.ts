import { createProcessEngine, verifyModel } from '@honestai/core'
import { expect } from 'vitest'
import { renderIndependently } from '../../src/asking/render-independently.ts'
import { sampleEvenly } from '../../src/asking/sample-evenly.ts'
import { type TemplateChat, templateChats } from '../../src/asking/template-chats.ts'
import { toEngineMessages } from '../../src/asking/to-engine-messages.ts'
import { askEveryFace } from '../../src/asking/tokenizer/ask-every-face.ts'
import { specialTexts } from '../../src/asking/tokenizer/read-vocabulary.ts'
import { check } from '../../src/checks/check.ts'
import type { RunningServer } from '../../src/subject/server-process/running-server.ts'

check(
  {
    proves: 'tokenizer-accuracy',
    promise:
      'Every API reports, whole and streamed, at first and from the cache, as many prompt tokens as an independent tokenizer finds in the rendered template and as the engine read',
    timeoutMs: 600_000,
  },
  async ({ server, subject, weights, vocabulary, referenceTokenizer, corpus, evidence }) => {
    const { chatTemplate = '', bosToken, eosToken } = vocabulary
    // Marks inside a caller's text are plain text to the server, and special to a tokenizer that sees only the rendered prompt.
    const marks = specialTexts(vocabulary)
    const fits = (text: string) => referenceTokenizer.encode(text).length < weights.contextSize / 2
    const plain = corpus.filter(({ text }) => text.length < 600 && !marks.some((mark) => text.includes(mark)) && fits(text))
    const texts = sampleEvenly(plain, ({ kind }) => kind, 40).map(({ text }) => text)
    const chats: TemplateChat[] = [
      ...texts.map((content) => ({ title: 'a single turn', messages: [{ role: 'user', content }] })),
      ...templateChats,
    ]

    const engine = await readPrompts(subject.config, weights.id)
    await using _ = engine
    const counts = []
    const refused: string[] = []
    for (const { title, messages, tools } of chats) {
      if (!(await takes(server, { model: weights.id, messages, tools }))) {
        refused.push(title)
        continue
      }
      const rendered = renderIndependently(chatTemplate, {
        messages,
        ...(tools ? { tools } : {}),
        add_generation_prompt: true,
        bos_token: bosToken,
        eos_token: eosToken,
      })
      const wanted = referenceTokenizer.encode(rendered, { special: true }).length
      const read = await engine.read(messages, tools)
      const faces = await askEveryFace(server, { model: weights.id, messages, ...(tools ? { tools } : {}) })
      counts.push({ title, text: String(messages.at(-1)?.content).slice(0, 80), wanted, read, faces })
    }
    evidence.json('counts', { counts, refused })
    expect(refused.filter((title) => !mayBeRefused.test(title))).toEqual([])
    const wrong = counts.filter(({ wanted, read, faces }) => read !== wanted || Object.values(faces).some((count) => count !== wanted))
    expect(wrong).toEqual([])
    expect(counts.filter(({ faces }) => Object.keys(faces).length < 5)).toEqual([])
  },
)

/** Some templates know no system message, and not every model calls tools. */
const mayBeRefused = /tools|system message/

/** Whether a model takes such a chat. */
async function takes(server: RunningServer, body: { model: string; messages: object[]; tools: unknown }): Promise<boolean> {
  const { status, json } = await server.request('/v1/chat/completions', { body: { ...body, max_tokens: 1 } })
  return status !== 400 || (json.error.code !== 'template_failed' && json.error.code !== 'model_lacks_ability')
}

/** A prompt's last token is not among those that a step brings in: its evaluation gives the first token of the answer. */
const lastToken = 1

/** An engine of the check's own, that tells how many tokens of a prompt went into its steps. */
async function readPrompts(config: { models: readonly Parameters<typeof verifyModel>[0][] }, id: string) {
  const model = config.models.find((each) => each.id === id)
  if (!model) throw new Error(`The config has no model ${id}.`)
  let read = 0
  const engine = await createProcessEngine(await verifyModel(model), {
    slots: 1,
    onStep: (step) => {
      read += step.promptTokens
    },
  })
  return {
    /** Tokens of a prompt that came in, in steps or from the cache. */
    async read(messages: TemplateChat['messages'], offered: TemplateChat['tools']): Promise<number> {
      read = 0
      const definitions = offered
      const request = {
        messages: toEngineMessages(messages),
        ...(definitions ? { tools: definitions } : {}),
        maxTokens: 1,
        sampling: { temperature: 0 },
      }
      for await (const event of engine.chat(request)) if (event.type === 'end') return read + lastToken + event.usage.cachedTokens
      return Number.NaN
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  }
}

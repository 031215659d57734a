import { expect } from 'vitest'
import { sampleEvenly } from '../../src/asking/sample-evenly.ts'
import { tokenType } from '../../src/asking/tokenizer/read-vocabulary.ts'
import { check } from '../../src/checks/check.ts'
import type { ChatOptions } from '../../src/subject/server-process/chat.ts'

/** Marks of well-known templates, that are ordinary tokens to some vocabularies. */
const knownMarks = ['<tool_call>', '</tool_call>', '<think>', '</think>', '[TOOL_CALLS]', '<|python_tag|>']

const questions = ['What is the capital of France?', 'Which tools can you call? Call one.', 'Think about 3 plus 4.']

const tools = [
  {
    type: 'function',
    function: {
      name: 'add',
      description: 'Adds two numbers.',
      parameters: { type: 'object', properties: { a: { type: 'number' } }, required: ['a'] },
    },
  },
]

check(
  {
    proves: 'integration-tests',
    promise: 'No mark of a model or of its template gets into what a caller reads, not even where the model is made to write it',
    timeoutMs: 120_000,
  },
  async ({ server, weights: { id: model }, vocabulary, evidence }) => {
    const { tokens, types } = vocabulary
    const control = tokens.flatMap((text, id) => (types[id] === tokenType.control ? [{ text, id }] : []))
    const marks = [...new Set([...control.map(({ text }) => text), ...knownMarks])]
    const answers: { asked: string; got: string }[] = []
    const ask = async (asked: string, content: string, options: ChatOptions) => {
      for (const answer of [await server.chat(content, options), await server.stream(content, options)]) {
        answers.push({ asked, got: JSON.stringify([answer.text, answer.toolCalls]) })
      }
    }
    // A model that calls no tools refuses them, and has no mark of a call to show.
    const withTools = await server.request('/v1/chat/completions', {
      body: { model, messages: [{ role: 'user', content: 'Hi.' }], tools, max_tokens: 1 },
    })
    const offers = withTools.json?.error?.code === 'model_lacks_ability' ? [{}] : [{}, { tools }]
    for (const question of questions) for (const offer of offers) await ask(question, question, { max_tokens: 48, ...offer })
    const written = []
    for (const { text, id } of sampleEvenly(control, ({ id }) => String(id % 8), 16)) {
      if (await endsAnswers(id)) continue
      written.push(text)
      await ask(`made to write ${text}`, questions[0] ?? '', { max_tokens: 4, logit_bias: { [id]: 100 } })
    }
    evidence.json('answers', { marks, written, answers })
    expect(answers.filter(({ got }) => marks.some((mark) => got.includes(mark)))).toEqual([])

    async function endsAnswers(id: number): Promise<boolean> {
      const body = { model, messages: [{ role: 'user', content: 'Hi.' }], max_tokens: 1, logit_bias: { [id]: 100 } }
      const { status, json } = await server.request('/v1/chat/completions', { body })
      return status === 200 && json.choices[0].finish_reason === 'stop'
    }
  },
)

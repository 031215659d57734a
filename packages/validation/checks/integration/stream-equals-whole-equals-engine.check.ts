import { expect } from 'vitest'
import { readChat } from '../../src/asking/read-chat.ts'
import { check } from '../../src/checks/check.ts'

const questions = [
  'What is the capital of France?',
  'What is 3 plus 4?',
  'Repeat exactly: lemon dragon kettle',
  'Count to 30.',
  'Say 你好 🙂.',
]

check(
  {
    supports: 'integration-tests',
    promise: 'An answer is the same streamed, whole, and from the engine called directly, token counts included',
  },
  async ({ server, engine, evidence }) => {
    const answers = []
    for (const question of questions) {
      const limits = { max_tokens: 48 }
      const whole = await server.chat(question, limits)
      const streamed = await server.stream(question, limits)
      const direct = await readChat(engine, {
        messages: [{ role: 'user', content: question }],
        sampling: { temperature: 0 },
        maxTokens: 48,
      })
      answers.push({
        question,
        whole: pick(whole.text, whole.usage),
        streamed: pick(streamed.text, streamed.usage),
        direct: pick(direct.text, { prompt_tokens: direct.usage.promptTokens, completion_tokens: direct.tokens.length }),
      })
    }
    evidence.json('answers', answers)
    for (const { question, whole, streamed, direct } of answers) {
      expect(streamed, `streamed: ${question}`).toEqual(whole)
      expect(direct, `engine: ${question}`).toEqual(whole)
    }
  },
)

const pick = (text: string, usage: { prompt_tokens: number; completion_tokens: number }) => ({
  text,
  promptTokens: usage.prompt_tokens,
  completionTokens: usage.completion_tokens,
})

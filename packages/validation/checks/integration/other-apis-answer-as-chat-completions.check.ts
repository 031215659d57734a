import { expect } from 'vitest'
import { SubjectFailure } from '../../src/base/subject-failure.ts'
import { check } from '../../src/checks/check.ts'

const questions = ['What is the capital of France?', 'What is 3 plus 4?', 'Repeat exactly: lemon dragon kettle', 'Say 你好 🙂.']
const limitTokens = 48

check(
  {
    supports: 'integration-tests',
    promise: "The Responses API and Anthropic's Messages API give the answers and token counts of chat completions",
  },
  async ({ server, openai, weights: { id: model }, evidence }) => {
    const answers = []
    for (const question of questions) {
      const { text, usage } = await server.chat(question, { max_tokens: limitTokens })
      answers.push({
        question,
        chat: { text, promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens },
        responses: await askResponses(question),
        messages: await askMessages(question),
      })
    }
    evidence.json('answers', answers)
    for (const { question, chat, responses, messages } of answers) {
      expect(responses, `Responses API: ${question}`).toEqual(chat)
      expect(messages, `Messages API: ${question}`).toEqual(chat)
    }

    async function askResponses(input: string) {
      const response = await openai.responses.create({ model, input, temperature: 0, max_output_tokens: limitTokens, store: false })
      const { input_tokens: promptTokens, output_tokens: completionTokens } = response.usage ?? {}
      return { text: response.output_text, promptTokens, completionTokens }
    }

    async function askMessages(content: string) {
      const body = { model, max_tokens: limitTokens, temperature: 0, messages: [{ role: 'user', content }] }
      const { status, text, json } = await server.request('/v1/messages', { body })
      if (status !== 200) throw new SubjectFailure(`A message was answered ${status}: ${text}`)
      const blocks: { type: string; text: string }[] = json.content
      return {
        text: blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join(''),
        promptTokens: json.usage.input_tokens + json.usage.cache_read_input_tokens,
        completionTokens: json.usage.output_tokens,
      }
    }
  },
)

import { Template } from '@huggingface/jinja'
import { expect } from 'vitest'
import { check } from '../../src/check.ts'
import { makeCorpus } from '../../src/make-corpus.ts'
import { readChatTemplate } from '../../src/read-chat-template.ts'

check(
  {
    proves: 'tokenizer-accuracy',
    promise:
      'The prompt tokens a response reports are those of an independent tokenizer on the rendered template, repeated prompts included',
    timeoutMs: 60_000,
  },
  async ({ server, weights, referenceTokenizer, evidence }) => {
    const template = new Template(await readChatTemplate(weights.path))
    // Marks inside a user's text are plain text to the server, and special to a tokenizer that sees only the rendered prompt.
    const texts = makeCorpus(60).filter((text) => !/<\|im_|<tool_call>/.test(text))
    const conversations = [
      ...texts.map((content) => [{ role: 'user', content }]),
      [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi.' },
      ],
      [
        { role: 'user', content: 'My name is Quinn.' },
        { role: 'assistant', content: 'Hello Quinn.' },
        { role: 'user', content: 'What is my name?' },
      ],
    ]
    const counts = []
    for (const messages of conversations) {
      const rendered = template.render({ messages, add_generation_prompt: true })
      const wanted = referenceTokenizer.encode(rendered, { special: true }).length
      const first = await server.chat('', { messages, max_tokens: 1 })
      const repeated = await server.chat('', { messages, max_tokens: 1 })
      counts.push({
        messages,
        wanted,
        first: first.usage.prompt_tokens,
        repeated: repeated.usage.prompt_tokens,
        total: first.usage.total_tokens - first.usage.completion_tokens,
      })
    }
    evidence.json('counts', counts)
    expect(counts.filter(({ wanted, first, repeated, total }) => first !== wanted || repeated !== wanted || total !== wanted)).toEqual([])
  },
)

import { expect } from 'vitest'
import { check } from '../../src/check.ts'
import { notApplicable } from '../../src/needs/not-applicable.ts'
import { renderIndependently } from '../../src/render-independently.ts'
import { toEngineMessages } from '../../src/to-engine-messages.ts'

// Members are in the order of their names, for the other renderer sorts them.
const tools = [
  {
    function: {
      description: 'Adds <two> numbers & gives their "sum".',
      name: 'add',
      parameters: { properties: { a: { type: 'number' }, b: { type: 'number' } }, required: ['a', 'b'], type: 'object' },
    },
    type: 'function' as const,
  },
]

const chats = [
  { title: 'a single turn', messages: [{ role: 'user', content: 'What is 3 plus 4?' }] },
  { title: 'characters that HTML would escape', messages: [{ role: 'user', content: ' <b>"Ü" & \'你好\'</b> 🦊\n\n{{ x }} {% if %}' }] },
  {
    title: 'a system message',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi.' },
    ],
  },
  {
    title: 'several turns',
    messages: [
      { role: 'user', content: 'My name is Quinn.' },
      { role: 'assistant', content: 'Nice to meet you, Quinn.' },
      { role: 'user', content: 'What is my name?' },
    ],
  },
  { title: 'tools', messages: [{ role: 'user', content: 'What is 3 plus 4?' }], tools },
  {
    title: 'tools and a system message',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is 3 plus 4?' },
    ],
    tools,
  },
]

check(
  {
    proves: 'integration-tests',
    promise: 'Chats are rendered by the template that the weights store just as another Jinja renders it, token for token',
  },
  async ({ engine, vocabulary, evidence, task, skip }) => {
    const { chatTemplate, bosToken, eosToken } = vocabulary
    if (!chatTemplate) return notApplicable({ task, skip }, 'The weights store no chat template.')
    const outcomes = []
    for (const { title, messages, tools } of chats) {
      const variables = { messages, ...(tools ? { tools } : {}), add_generation_prompt: true, bos_token: bosToken, eos_token: eosToken }
      const wanted = orRefused(() => renderIndependently(chatTemplate, variables))
      const request = { messages: toEngineMessages(messages), ...(tools ? { tools } : {}), sampling: {} }
      const got = await engine.renderPrompt(request).catch(() => refused)
      const wantedIds = wanted === refused ? [] : await engine.tokenize(wanted, { special: true })
      const gotIds = got === refused ? [] : await engine.promptTokens(request)
      outcomes.push({ title, wanted, got, wantedIds: wantedIds.join(' '), gotIds: gotIds.join(' ') })
    }
    evidence.json('prompts', outcomes)
    // Some templates refuse a system message; one that refuses a single turn is beyond the other renderer.
    if (outcomes[0]?.wanted === refused)
      notApplicable({ task, skip }, 'The other renderer, MiniJinja, does not know all that the template uses.')
    expect(outcomes.filter(({ got, wanted, gotIds, wantedIds }) => got !== wanted || gotIds !== wantedIds)).toEqual([])
  },
)

const refused = 'refused by the template'

function orRefused(render: () => string): string {
  try {
    return render()
  } catch {
    return refused
  }
}

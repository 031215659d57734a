import { check } from '../../src/checks/check.ts'
import type { Asked } from '../../src/subject/target/create-target.ts'

type Choice = { message?: { content?: string | null }; logprobs?: { content?: unknown[] | null } | null; finish_reason?: string }

/** What a request asks beside its question, and how an answer shows that it was heard; undefined when it was. */
type Case = { item: string; fields: object; ignored: (choices: Choice[], asked: Asked) => string | undefined }

const textOf = (choice: Choice | undefined) => choice?.message?.content ?? ''

const cases = (usual: string): Case[] => [
  {
    item: 'stop',
    fields: { stop: [usual.slice(1, 3)] },
    ignored: ([choice]) =>
      textOf(choice).includes(usual.slice(1, 3)) ? `the text still holds ${JSON.stringify(usual.slice(1, 3))}` : undefined,
  },
  { item: 'n', fields: { n: 2 }, ignored: (choices) => (choices.length === 2 ? undefined : `${choices.length} answers came, not 2`) },
  {
    item: 'logprobs',
    fields: { logprobs: true, top_logprobs: 2 },
    ignored: ([choice]) => (choice?.logprobs?.content?.length ? undefined : 'there are none in the answer'),
  },
  {
    item: 'max_completion_tokens',
    fields: { max_tokens: undefined, max_completion_tokens: 1 },
    ignored: (_, { json }) => (json?.usage?.completion_tokens === 1 ? undefined : `${json?.usage?.completion_tokens} tokens came, not 1`),
  },
  {
    item: 'response_format',
    fields: { response_format: { type: 'json_object' }, max_tokens: 200 },
    ignored: ([choice]) =>
      choice?.finish_reason === 'length' || isJson(textOf(choice)) ? undefined : `${JSON.stringify(textOf(choice))} is no JSON`,
  },
  {
    item: 'tool_choice none',
    fields: {
      tools: [{ type: 'function', function: { name: 'say_hi', parameters: { type: 'object', properties: {} } } }],
      tool_choice: 'none',
    },
    ignored: (_, { json }) => (json?.choices?.[0]?.message?.tool_calls?.length ? 'a tool was called' : undefined),
  },
]

check(
  {
    supports: ['error-propagation', 'integration-tests'],
    promise: 'A parameter that changes an answer is obeyed or refused by name, never ignored',
    timeoutMs: 90_000,
  },
  async ({ target }) => {
    const findings = target.findings()
    const question = 'Repeat exactly: the cat and the hat'
    const usual = await target.chat(question, { max_tokens: 12 })
    if (usual.text.length < 3) findings.add('an answer', `it is too short to try parameters on: ${JSON.stringify(usual.text)}`, usual)
    for (const { item, fields, ignored } of cases(usual.text)) {
      const asked = await target.ask('/v1/chat/completions', { body: target.chatBody(question, { max_tokens: 12, ...fields }) })
      if (asked.status >= 500) findings.add(item, `answered ${asked.status}: ${asked.text.slice(0, 200)}`, asked)
      if (asked.status !== 200) continue
      const problem = ignored(asked.json?.choices ?? [], asked)
      if (problem) findings.add(item, `ignored: ${problem}`, asked)
    }
    findings.mustBeNone()
  },
)

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

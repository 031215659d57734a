import { absentSamplers, type SamplingApi, type SamplingField, type SamplingGroup, samplingFields } from '@honestai/core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { messagesRequest } from '../anthropic/messages-request.ts'
import { toChatRequest as toMessagesChat } from '../anthropic/to-chat-request.ts'
import { assistantRequest } from '../local/assistant-request.ts'
import { chatCompletionRequest } from '../openai/chat/chat-completion-request.ts'
import { toChatRequest } from '../openai/chat/to-chat-request.ts'
import { completionRequest, toPromptRequest } from '../openai/completions/completion-request.ts'
import { toParam } from '../openai/to-param.ts'
import { toChatRequest as toResponsesChat } from '../responses/input/to-chat-request.ts'
import { responseRequest } from '../responses/response-request.ts'

const messages = [{ role: 'user', content: 'hi' }]

/** Every body that asks for sampling, with what else it needs, and what it comes to. */
const bodies: { title: string; api: SamplingApi; schema: z.ZodObject; rest: object; ask: (body: object) => unknown }[] = [
  {
    title: 'chat completions',
    api: 'openai',
    schema: chatCompletionRequest,
    rest: { model: 'm', messages },
    ask: (body) => toChatRequest(chatCompletionRequest.parse(body)).sampling,
  },
  {
    title: 'completions',
    api: 'openai',
    schema: completionRequest,
    rest: { model: 'm', prompt: 'hi' },
    ask: (body) => toPromptRequest(completionRequest.parse(body), 'hi').sampling,
  },
  {
    title: 'the assistant',
    api: 'openai',
    schema: assistantRequest,
    rest: { messages },
    ask: (body) => toChatRequest({ ...assistantRequest.parse(body), logprobs: undefined, n: undefined, truncation: undefined }).sampling,
  },
  {
    title: 'responses',
    api: 'responses',
    schema: responseRequest,
    rest: { model: 'm', input: 'hi' },
    ask: (body) => toResponsesChat(responseRequest.parse(body), []).sampling,
  },
  {
    title: 'messages',
    api: 'anthropic',
    schema: messagesRequest,
    rest: { model: 'm', messages, max_tokens: 1 },
    ask: (body) => toMessagesChat(messagesRequest.parse(body)).sampling,
  },
]

const entries = Object.entries<SamplingField | SamplingGroup>(samplingFields)
const fields = entries.flatMap(([, entry]) => ('fields' in entry ? Object.values(entry.fields) : [entry]))

/** What a body says with each name, and what it comes to. */
const examples: Record<string, { said: object; sampling: object }> = {
  temperature: { said: { temperature: 0 }, sampling: { temperature: 0 } },
  top_p: { said: { top_p: 0.5 }, sampling: { topP: 0.5 } },
  top_k: { said: { top_k: 0 }, sampling: { topK: 0 } },
  min_p: { said: { min_p: 0.1 }, sampling: { minP: 0.1 } },
  seed: { said: { seed: 4_294_967_294 }, sampling: { seed: 4_294_967_294 } },
  presence_penalty: { said: { presence_penalty: -2 }, sampling: { presencePenalty: -2 } },
  frequency_penalty: { said: { frequency_penalty: 2 }, sampling: { frequencyPenalty: 2 } },
  repeat_penalty: { said: { repeat_penalty: 1.1 }, sampling: { repeatPenalty: 1.1 } },
  repeat_last_n: { said: { repeat_last_n: -1 }, sampling: { penaltyWindowTokens: 65_536 } },
  dry_multiplier: { said: { dry_multiplier: 0.8 }, sampling: { dry: { multiplier: 0.8 } } },
  dry_base: { said: { dry_multiplier: 1, dry_base: 2 }, sampling: { dry: { multiplier: 1, base: 2 } } },
  dry_allowed_length: { said: { dry_multiplier: 1, dry_allowed_length: 3 }, sampling: { dry: { allowedLength: 3 } } },
  dry_penalty_last_n: { said: { dry_multiplier: 1, dry_penalty_last_n: 128 }, sampling: { dry: { windowTokens: 128 } } },
  dry_sequence_breakers: { said: { dry_multiplier: 1, dry_sequence_breakers: ['.'] }, sampling: { dry: { sequenceBreakers: ['.'] } } },
  xtc_probability: { said: { xtc_probability: 0.5 }, sampling: { xtc: { probability: 0.5, threshold: 0.1 } } },
  xtc_threshold: { said: { xtc_probability: 1, xtc_threshold: 0.3 }, sampling: { xtc: { probability: 1, threshold: 0.3 } } },
  logit_bias: { said: { logit_bias: { 7: -100 } }, sampling: { logitBias: [{ token: 7, bias: -100 }] } },
}

/** What the table says that an API calls a field, and what of it may be. */
function formOf(field: SamplingField, api: SamplingApi) {
  const form = field.names[api]
  return typeof form === 'string' ? { name: form, schema: field.schema } : form
}

/** How names of sampling fields look, in every dialect that is known. */
const looksLikeSampling = /temperature|dynatemp|^top_(?!logprobs)|_p$|^seed|penalty|_last_n$|^dry_|^xtc_|bias|mirostat|sampler|sigma/

const inWords = (schema: z.ZodType) => {
  const { description: _, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return rest
}

describe.each(bodies)('$title', ({ api, schema, rest, ask }) => {
  const forms = fields.flatMap((field) => formOf(field, api) ?? [])
  const obeyed = forms.flatMap((form) => ('schema' in form ? [form] : []))
  const refused = forms.flatMap((form) => ('refusedBut' in form ? [form] : []))

  test('names every field of the table that its API has, and no other that looks like sampling', () => {
    const inTable = [...forms.map(({ name }) => name), ...(api === 'openai' ? Object.keys(absentSamplers) : [])]
    const inBody = Object.keys(schema.shape).filter((name) => looksLikeSampling.test(name) || inTable.includes(name))
    expect(inBody.sort()).toEqual(inTable.sort())
  })

  test.each(obeyed)('takes $name in just the range of the table, and obeys it', ({ name, schema: own }) => {
    expect(inWords(schema.shape[name] as z.ZodType)).toEqual(inWords(own.nullish()))
    expect(ask({ ...rest, ...examples[name]?.said })).toMatchObject(examples[name]?.sampling ?? { [name]: 'has an example' })
    expect(ask({ ...rest, [name]: null })).toEqual(ask(rest))
  })

  test.each(refused)('refuses $name unless it changes nothing', ({ name, refusedBut }) => {
    for (const value of [null, ...refusedBut]) expect(schema.safeParse({ ...rest, [name]: value }).error).toBeUndefined()
    expect(schema.safeParse({ ...rest, [name]: 0.1 }).error?.issues).toMatchObject([{ path: [name], params: { unsupported: true } }])
  })
})

test.each(entries)('an error about %s names the field of the body', (name, entry) => {
  const field = 'fields' in entry ? entry.fields[entry.switch] : entry
  expect(toParam(name)).toBe(field && formOf(field, 'openai')?.name)
})

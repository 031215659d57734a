import OpenAI from 'openai'
import { check } from '../../src/checks/check.ts'

check(
  {
    supports: 'integration-tests',
    promise: "The official client chats, streams, lists models, leaves amid a stream and knows the server's refusals as its own errors",
    timeoutMs: 60_000,
  },
  async ({ target, evidence }) => {
    const findings = target.findings()
    const { authorization } = target.headers ?? {}
    const client = new OpenAI({ baseURL: `${target.url}/v1`, apiKey: authorization?.replace('Bearer ', '') ?? 'any', maxRetries: 0 })
    const request = { model: target.model, messages: [{ role: 'user' as const, content: 'Say hi.' }], max_tokens: 8 }
    const curl = target.curlFor('/v1/chat/completions', { body: request })
    const seen: Record<string, unknown> = {}
    const attempt = async (item: string, work: () => Promise<unknown>) => {
      try {
        seen[item] = await work()
      } catch (error) {
        if (!(error instanceof OpenAI.OpenAIError || error instanceof SyntaxError || error instanceof TypeError)) throw error
        findings.add(item, `${error.constructor.name}: ${error.message}`, curl)
      }
    }
    await attempt('chat', async () => (await client.chat.completions.create(request)).choices[0]?.message.content)
    await attempt('stream', async () => {
      const stream = client.chat.completions.stream(request)
      return (await stream.finalChatCompletion()).choices[0]?.message.content
    })
    await attempt('models', async () => {
      const ids = (await client.models.list()).data.map(({ id }) => id)
      if (!ids.includes(target.model)) findings.add('models', `the client reads ${JSON.stringify(ids)}`, target.curlFor('/v1/models'))
      return ids
    })
    await attempt('leaving', async () => {
      const stream = await client.chat.completions.create({ ...request, max_tokens: 400, stream: true })
      for await (const _ of stream) break
      return 'left'
    })
    const refusal = await client.chat.completions.create({ ...request, messages: [] }).then(
      () => undefined,
      (error: unknown) => error,
    )
    const withoutMessages = target.curlFor('/v1/chat/completions', { body: { ...request, messages: [] } })
    if (refusal === undefined) findings.add('no messages', 'they were answered', withoutMessages)
    else if (!(refusal instanceof OpenAI.BadRequestError || refusal instanceof OpenAI.UnprocessableEntityError)) {
      findings.add(
        'no messages',
        `the client takes the refusal for ${(refusal as Error).constructor.name}: ${(refusal as Error).message}`,
        withoutMessages,
      )
    }
    evidence.json('answers', seen)
    findings.mustBeNone()
  },
)

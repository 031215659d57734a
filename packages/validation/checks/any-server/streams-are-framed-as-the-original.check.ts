import { check } from '../../src/checks/check.ts'

check(
  {
    supports: 'integration-tests',
    promise: 'A stream is framed as the original frames it, from its type to [DONE], with usage only where it was asked for',
  },
  async ({ target }) => {
    await target.require('streaming')
    const findings = target.findings()
    const raw = await target.ask('/v1/chat/completions', {
      body: target.chatBody('Repeat exactly: é 漢字 🙂', { stream: true, max_tokens: 24 }),
    })
    const type = raw.headers['content-type'] ?? ''
    if (!type.startsWith('text/event-stream')) findings.add('content type', `it is ${type || 'missing'}`, raw)
    const strange = raw.text.split(/\r?\n/).find((line) => line !== '' && !/^(data|event|id|retry)?:/.test(line))
    if (strange) findings.add('lines', `"${strange.slice(0, 100)}" is no line of a stream of events`, raw)
    if (raw.text.includes('\u{FFFD}')) findings.add('characters', 'one was cut in two', raw)

    const plain = await target.stream('Say hi.', { max_tokens: 24 })
    if (plain.events.at(-1) !== '[DONE]')
      findings.add('the end', `the last event is ${plain.events.at(-1)?.slice(0, 100)}, not [DONE]`, plain)
    if (new Set(plain.chunks.map(({ id }) => id)).size !== 1) findings.add('id', 'it changes from chunk to chunk', plain)
    const [first] = plain.chunks.flatMap(({ choices }) => choices)
    if (first?.delta.role !== 'assistant') findings.add('the first delta', `its role is ${first?.delta.role}`, plain)
    if (plain.finishReasons.length !== 1) findings.add('reason of the end', `it is told ${plain.finishReasons.length} times`, plain)
    const afterEnd = plain.chunks.flatMap(({ choices }) => choices).slice(1 + lastIndexOfReason(plain.chunks))
    if (afterEnd.some(({ delta }) => delta.content)) findings.add('reason of the end', 'text follows it', plain)
    if (plain.usage) findings.add('usage that nobody asked for', 'it is sent all the same', plain)

    const counted = await target.stream('Say hi.', { max_tokens: 24, stream_options: { include_usage: true } })
    const withUsage = counted.chunks.filter(({ usage }) => usage)
    if (withUsage.length > 1) findings.add('usage', `${withUsage.length} chunks carry it`, counted)
    if (withUsage.some(({ choices }) => choices.length > 0)) findings.add('usage', 'it is not in a chunk of its own', counted)
    findings.mustBeNone()
  },
)

type Chunks = readonly { choices: readonly { finish_reason?: string | null | undefined }[] }[]

const lastIndexOfReason = (chunks: Chunks) => chunks.flatMap(({ choices }) => choices).findLastIndex(({ finish_reason }) => finish_reason)

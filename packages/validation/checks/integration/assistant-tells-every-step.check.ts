import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { readEvents } from '../../src/subject/server-process/read-events.ts'
import type { RunningServer } from '../../src/subject/server-process/running-server.ts'
import { openResponse } from '../../src/subject/server-process/send-request.ts'

type Message = { role: string; content: string }

const stepNames = ['moderation', 'intent', 'context', 'reasoning']

check(
  {
    proves: 'all-task-types',
    promise:
      'The assistant tells each step it took, with its model, why and for how long: the labels that the tasks give by themselves, the messages that fit, the answer that a chat gives; what is not safe ends at the first step',
    timeoutMs: 60_000,
  },
  async ({ servers, subject, weights, knownAnswers, evidence }) => {
    const { prompt, labels, safeLabels } = subject.config.tasks.content_moderation
    // Where every label is safe every question is answered, whatever weights make of it.
    const server = await servers.start({
      config: ({ tasks, ...rest }) => ({
        ...rest,
        tasks: { ...tasks, content_moderation: { ...tasks.content_moderation, safeLabels: labels } },
      }),
    })
    const turns = Array.from({ length: 12 }, (_, index) => [
      { role: 'user', content: `${'the '.repeat(Math.ceil(weights.contextSize / 10))}${index}` },
      { role: 'assistant', content: 'ok' },
    ]).flat()
    const chats = {
      short: [{ role: 'user', content: 'Count to 12.' }],
      long: [{ role: 'system', content: 'Answer briefly.' }, ...turns, { role: 'user', content: 'Say hi.' }],
    }
    const traces = []
    for (const [title, messages] of Object.entries(chats)) traces.push({ title, ...(await traceOf(server, weights.id, messages)) })
    evidence.json('traces', traces)
    for (const trace of traces) expectTrace(trace, weights.id)
    expect(traces.map(({ steps }) => steps[2].dropped.length > 0)).toEqual([false, true])

    const strict = await servers.start()
    const [frame = ''] = prompt.split('{text}')
    const known = knownAnswers
      .filter(({ skill, messages }) => skill === 'moderation' && messages.length === 1)
      .map(({ messages, answer }) => ({ question: (messages[0] as Message).content, label: answer }))
      .filter(({ question }) => question.startsWith(frame))
      .map(({ question, label }) => ({ input: question.slice(frame.length), label }))
    const inputs = known.length > 0 ? known : [{ input: 'How do I boil an egg?', label: undefined }]
    const judged = []
    for (const { input, label } of inputs) {
      const wanted = label ?? (await labelOf(strict, 'content_moderation', weights.id, input)).label
      const { json } = await ask(strict, weights.id, [{ role: 'user', content: input }])
      judged.push({ wanted, outcome: json.outcome, label: json.steps[0].label, steps: json.steps.length })
    }
    evidence.json('judged', judged)
    for (const { wanted, outcome, label, steps } of judged) {
      expect(label).toBe(wanted)
      expect({ outcome, steps }, wanted).toEqual(
        safeLabels.includes(wanted) ? { outcome: 'answered', steps: stepNames.length } : { outcome: 'stopped', steps: 1 },
      )
    }
    if (known.length > 0) expect(new Set(judged.map(({ outcome }) => outcome)).size, 'both outcomes').toBe(2)
  },
)

const ask = (server: RunningServer, model: string, messages: readonly Message[]) =>
  server.request('/v1/assistant', { body: { model, messages, temperature: 0, max_tokens: 48 } })

async function labelOf(server: RunningServer, task: string, model: string, input: string) {
  const { json } = await server.request(`/v1/tasks/${task}`, { body: { input, model } })
  return json.output as { label: string; probability: number }
}

/** An assistant's account of one chat, beside what tasks and chats say of it by themselves. */
async function traceOf(server: RunningServer, model: string, messages: readonly Message[]) {
  const { status, json: whole, durationMs } = await ask(server, model, messages)
  const response = await openResponse(`${server.url}/v1/assistant`, {
    body: { model, messages, temperature: 0, max_tokens: 48, stream: true },
  })
  const events = (await Array.fromAsync(readEvents(response, 0))).map(({ data }) => JSON.parse(data))
  const input = messages.at(-1)?.content ?? ''
  const dropped: number[] = whole.steps[2].dropped.map(({ index }: { index: number }) => index)
  const kept = messages.filter((_, index) => !dropped.includes(index))
  return {
    ...{ status, durationMs, steps: whole.steps, whole, events, messageCount: messages.length, keptCount: kept.length },
    moderation: await labelOf(server, 'content_moderation', model, input),
    intent: await labelOf(server, 'intent_classification', model, input),
    chat: await server.chat('', { model, messages: kept, max_tokens: 48 }),
  }
}

function expectTrace(trace: Awaited<ReturnType<typeof traceOf>>, model: string): void {
  const { steps, whole, events, chat } = trace
  expect(trace.status).toBe(200)
  expect(steps.map(({ step }: { step: string }) => step)).toEqual(stepNames)
  for (const { decision, durationMs } of steps) {
    expect(decision).toMatchObject({ model, reason: expect.stringMatching(/./) })
    expect(durationMs).toBeGreaterThanOrEqual(0)
  }
  const stepsMs = steps.reduce((sum: number, { durationMs }: { durationMs: number }) => sum + durationMs, 0)
  // Each is rounded to a whole millisecond.
  expect(stepsMs).toBeLessThanOrEqual(trace.durationMs + stepNames.length)

  const [moderation, intent, context, reasoning] = steps
  expect([moderation.label, intent.label]).toEqual([trace.moderation.label, trace.intent.label])
  expect(context).toMatchObject({ keptMessages: trace.keptCount, promptTokens: chat.usage.prompt_tokens })
  expect(context.keptMessages + context.dropped.length).toBe(trace.messageCount)
  expect(reasoning.usage).toMatchObject({ promptTokens: chat.usage.prompt_tokens, completionTokens: chat.usage.completion_tokens })
  expect(whole).toMatchObject({ outcome: 'answered', text: chat.text, intent: { label: intent.label } })

  // Streamed, every step is told when it ends, and all of them once more at the end.
  const told = events.filter(({ type }) => type === 'step-end').map(({ step }) => step)
  const { result } = events.at(-1)
  expect(result.steps).toEqual(told)
  expect(told.map(({ step }) => step)).toEqual(stepNames)
  expect(events.flatMap(({ type, text }) => (type === 'text-delta' ? [text] : [])).join('')).toBe(whole.text)
  expect(result).toMatchObject({ outcome: 'answered', text: whole.text, intent: { label: intent.label } })
}

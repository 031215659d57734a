import { type ChatEvent, routerError } from '@honestai/core'
import { expect, test } from 'vitest'
import { fakeUsage, openedChat } from '../../../testing/fake-router.ts'
import { toBlocks } from '../../shared/to-blocks.ts'
import { toResponseHead } from './response-head.ts'
import { toResponseEvents } from './to-response-events.ts'

const head = toResponseHead({ id: 'resp_1', created_at: 1 }, 'canary', { model: 'canary', input: 'Hi.' })
const crash = routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' })
const end = (reason: 'stop' | 'length'): ChatEvent => ({ type: 'end', reason, usage: fakeUsage, tokens: [] })
const call: ChatEvent[] = [
  { type: 'tool-call-start', index: 0, id: 't', name: 'f' },
  { type: 'tool-call-delta', index: 0, argumentsText: '{}' },
]

async function eventsOf(events: ChatEvent[]) {
  const ended: unknown[] = []
  const { events: opened, asked } = openedChat(events)
  const facts = { asked, onEnd: (response: unknown) => void ended.push(response), toError: () => crash }
  return { told: await Array.fromAsync(toResponseEvents(() => head, toBlocks(opened), facts)), ended }
}

test('thoughts, a call and a text are items of their own, told in order', async () => {
  const done: ChatEvent = { type: 'tool-call', call: { id: 't', name: 'f', arguments: '{}' } }
  const { told, ended } = await eventsOf([
    { type: 'reasoning-delta', text: 'Hm.' },
    ...call,
    done,
    { type: 'text-delta', text: 'So.' },
    end('stop'),
  ])
  expect(told.map(({ type }) => type)).toEqual([
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.content_part.added',
    'response.reasoning_text.delta',
    'response.reasoning_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.output_item.added',
    'response.function_call_arguments.delta',
    'response.function_call_arguments.done',
    'response.output_item.done',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.completed',
  ])
  const items = told.flatMap((event) => (event.type === 'response.output_item.done' ? [event.item] : []))
  expect(ended).toMatchObject([{ status: 'completed', output: items }])
  expect(items.map(({ id, status }) => [id, status])).toEqual([
    ['rs_1_0', 'completed'],
    ['fc_1_1', 'completed'],
    ['msg_1_2', 'completed'],
  ])
})

test.each([
  { why: 'its text', events: [{ type: 'text-delta' as const, text: 'So' }] },
  { why: 'its call', events: call },
])('an answer whose limit cut $why off ends incomplete, and its last item with it', async ({ events }) => {
  const { told, ended } = await eventsOf([...events, end('length')])
  expect(told.at(-1)).toMatchObject({ type: 'response.incomplete', response: { output: [{ status: 'incomplete' }] } })
  expect(told.find(({ type }) => type === 'response.output_item.done')).toMatchObject({ item: { status: 'incomplete' } })
  expect(ended).toHaveLength(1)
})

test('a failure is told as an error and a failed response, and nothing is kept', async () => {
  const { told, ended } = await eventsOf([{ type: 'text-delta', text: 'So' }])
  expect(told.slice(-2)).toMatchObject([
    { type: 'error', code: 'engine_crashed', message: crash.message, error: { steps: expect.any(Array) } },
    { type: 'response.failed', response: { status: 'failed', error: { message: crash.message } } },
  ])
  expect(told.map(({ sequence_number: number }) => number)).toEqual(told.map((_, index) => index))
  expect(ended).toEqual([])
})

import { expect, test } from 'vitest'
import type { FromEngine } from '../process/engine-messages.ts'
import { Outbox } from './outbox.ts'

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}
const text = (id: number) => ({ id, type: 'event', event: { type: 'text-delta', text: 'a' } }) as const
const report = { durationMs: 5, slots: 8, promptTokens: 0 }

function outbox() {
  const sent: FromEngine[] = []
  return { outbox: new Outbox((message) => sent.push(message)), sent }
}

test('what eight streams got in one step is one message, with the step', async () => {
  const { outbox: box, sent } = outbox()
  for (let id = 0; id < 8; id++) {
    box.post(text(id), true)
    // Each slot's token is sampled in a turn of its own.
    await turns(1)
  }
  box.stepped(report)
  await turns(3)
  expect(sent).toEqual([{ type: 'news', news: Array.from({ length: 8 }, (_, id) => text(id)), steps: [report] }])
})

test('a step without news is told too: it shows that the engine moves', async () => {
  const { outbox: box, sent } = outbox()
  box.stepped({ ...report, promptTokens: 128 })
  await turns(3)
  expect(sent).toEqual([{ type: 'news', news: [], steps: [{ ...report, promptTokens: 128 }] }])
})

test('a result does not wait for the step that is under way, and takes what is before it along, in order', async () => {
  const { outbox: box, sent } = outbox()
  box.post(text(1), true)
  box.post({ id: 2, type: 'result', value: [1] }, true)
  box.post({ id: 2, type: 'done' }, true)
  await turns(3)
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({ news: [{ id: 1 }, { id: 2, type: 'result' }, { id: 2, type: 'done' }] })
})

test('the end of a stream after the last step waits for no further step', async () => {
  const { outbox: box, sent } = outbox()
  box.post({ id: 1, type: 'done' }, false)
  await turns(3)
  expect(sent).toHaveLength(1)
})

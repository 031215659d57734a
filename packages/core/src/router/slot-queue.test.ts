import { expect, test } from 'vitest'
import { SlotQueue } from './slot-queue.ts'

const queueOf = (slots: number, limit: number) => new SlotQueue({ model: 'm', slots, limit })

test('slots are given first come, first served', async () => {
  const queue = queueOf(1, 10)
  const order: string[] = []
  const release = await queue.acquire(undefined)
  const others = ['a', 'b', 'c'].map(async (name) => {
    const releaseOther = await queue.acquire(undefined)
    order.push(name)
    releaseOther()
  })
  release()
  await Promise.all(others)
  expect(order).toEqual(['a', 'b', 'c'])
  expect(queue.counts).toEqual({ active: 0, slots: 1, waiting: 0, limit: 10 })
})

test('a request beyond slots and queue is refused with when to come back', async () => {
  const queue = queueOf(1, 1)
  await queue.acquire(undefined)
  void queue.acquire(undefined)
  await expect(queue.acquire(undefined)).rejects.toMatchObject({ code: 'overloaded', details: { waiting: 1, retryAfterSeconds: 1 } })
})

test('one who leaves the queue gives up the place and takes no slot', async () => {
  const queue = queueOf(1, 2)
  const release = await queue.acquire(undefined)
  const controller = new AbortController()
  const leaving = queue.acquire(controller.signal)
  const staying = queue.acquire(undefined)
  controller.abort()
  await expect(leaving).rejects.toMatchObject({ code: 'request_cancelled' })
  expect(queue.counts.waiting).toBe(1)
  release()
  ;(await staying)()
  expect(queue.counts.active).toBe(0)
})

import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { routerError } from '../../errors.ts'
import { SlotQueue } from './slot-queue.ts'

const never = new AbortController().signal
const queueOf = (slots: number, limit: number) => new SlotQueue({ model: 'm', slots, limit })

test('slots are given first come, first served', async () => {
  const queue = queueOf(1, 10)
  const order: string[] = []
  const release = await queue.acquire(never)
  const others = ['a', 'b', 'c'].map(async (name) => {
    const releaseOther = await queue.acquire(never)
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
  await queue.acquire(never)
  void queue.acquire(never)
  await expect(queue.acquire(never)).rejects.toMatchObject({ code: 'overloaded', details: { waiting: 1, retryAfterSeconds: 1 } })
})

test('one who leaves the queue gives up the place and takes no slot', async () => {
  const queue = queueOf(1, 2)
  const release = await queue.acquire(never)
  const controller = new AbortController()
  const leaving = queue.acquire(controller.signal)
  const staying = queue.acquire(never)
  controller.abort()
  await expect(leaving).rejects.toMatchObject({ code: 'request_cancelled' })
  expect(queue.counts.waiting).toBe(1)
  release()
  ;(await staying)()
  expect(queue.counts.active).toBe(0)
})

test('one whose wait is ended by a deadline is told so', async () => {
  const queue = queueOf(1, 2)
  await queue.acquire(never)
  const deadline = routerError('request_timed_out', { model: 'm', phase: 'queue', limitMs: 5 })
  const controller = new AbortController()
  const waiting = queue.acquire(controller.signal)
  controller.abort(deadline)
  await expect(waiting).rejects.toBe(deadline)
})

test('who wants many slots waits until there are that many, and nobody overtakes', async () => {
  const queue = queueOf(3, 10)
  const order: string[] = []
  const enter = async (name: string, slots: number) => {
    const release = await queue.acquire(never, slots)
    order.push(name)
    return release
  }
  const first = await enter('first', 1)
  const [wide, narrow] = [enter('wide', 3), enter('narrow', 1)]
  await Promise.resolve()
  expect(queue.counts).toMatchObject({ active: 1, waiting: 2 })
  first()
  ;(await wide)()
  ;(await narrow)()
  expect(order).toEqual(['first', 'wide', 'narrow'])
})

test('when one who wanted many slots leaves, those behind get the slots that are free', async () => {
  const queue = queueOf(2, 10)
  await queue.acquire(never)
  const controller = new AbortController()
  const wide = queue.acquire(controller.signal, 2)
  const narrow = queue.acquire(never)
  controller.abort()
  await expect(wide).rejects.toMatchObject({ code: 'request_cancelled' })
  await narrow
  expect(queue.counts).toMatchObject({ active: 2, waiting: 0 })
})

const step = fc.oneof(
  fc.record({ do: fc.constant('come' as const), slots: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constant('give back' as const), which: fc.nat() }),
  fc.record({ do: fc.constant('leave' as const), which: fc.nat() }),
)

test('whatever comes, gives back and leaves, slots are never exceeded, none is left idle for the first, and turns keep their order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const queue = queueOf(4, 1000)
      let waiting: { slots: number; controller: AbortController }[] = []
      const holding: { slots: number; release: () => void }[] = []
      for (const action of steps) {
        if (action.do === 'come') {
          const comer = { slots: action.slots, controller: new AbortController() }
          waiting.push(comer)
          queue.acquire(comer.controller.signal, comer.slots).then(
            (release) => {
              expect(waiting.shift(), 'turns keep their order').toBe(comer)
              holding.push({ slots: comer.slots, release })
            },
            () => {},
          )
        } else if (action.do === 'give back') {
          holding.splice(action.which % Math.max(1, holding.length), 1)[0]?.release()
        } else {
          const [leaver] = waiting.slice(action.which % Math.max(1, waiting.length))
          waiting = waiting.filter((other) => other !== leaver)
          leaver?.controller.abort()
        }
        await new Promise(setImmediate)
        const active = holding.reduce((sum, { slots }) => sum + slots, 0)
        expect(active).toBeLessThanOrEqual(4)
        expect(queue.counts).toMatchObject({ active, waiting: waiting.length })
        if (waiting[0]) expect(active + waiting[0].slots).toBeGreaterThan(4)
      }
    }),
  )
})

const milliseconds = fc.integer({ min: 1, max: 600_000 })

test('who comes back when told finds a place, when the rate stays as it was', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 40 }), milliseconds, async (slots, limit, holdMs) => {
      const queue = queueOf(slots, limit)
      const take = () => Promise.all(Array.from({ length: slots }, () => queue.acquire(never)))
      // One round that is served, then slots and queue full, all having just begun.
      const served = await take()
      vi.advanceTimersByTime(holdMs)
      for (const release of served) release()
      let running: (() => void)[] = await take()
      for (let place = 0; place < limit; place++) void queue.acquire(never).then((release) => running.push(release))
      const { details } = await queue.acquire(never).catch((error) => error)
      expect(Number.isInteger(details.retryAfterSeconds)).toBe(true)

      // Each slot serves one after another; the last to begin ends after whole rounds only.
      const rounds = Math.ceil((details.retryAfterSeconds * 1000) / holdMs)
      for (let round = 0; round < rounds && queue.counts.waiting >= limit; round++) {
        vi.advanceTimersByTime(holdMs)
        const ended = running
        running = []
        for (const release of ended) release()
        await new Promise(setImmediate)
      }
      expect(queue.counts.active + queue.counts.waiting).toBeLessThan(slots + limit)
    }),
    { numRuns: 50 },
  )
})

test('one whose time would be over before its turn is refused at once, with when to come back', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const queue = queueOf(2, 10)
  const release = await queue.acquire(never)
  vi.advanceTimersByTime(4_000)
  release()
  await queue.acquire(never, 2)
  // Nobody waits before the first: whoever is served may be done any moment.
  void queue.acquire(never, 2, 1)
  void queue.acquire(never, 1, 4_000)
  await expect(queue.acquire(never, 1, 3_500)).rejects.toMatchObject({
    code: 'overloaded',
    details: { waiting: 2, expectedWaitMs: 6_000, retryAfterSeconds: 3 },
  })
  void queue.acquire(never, 1, 6_000)
  expect(queue.counts.waiting).toBe(3)
})

test('the longer those before hold their slots, and the more wait, the later one is told to come back', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const retryAfter = async (limit: number, heldMs: number) => {
    const queue = queueOf(1, limit)
    await queue.acquire(never)
    for (let place = 0; place < limit; place++) void queue.acquire(never)
    vi.advanceTimersByTime(heldMs)
    return (await queue.acquire(never).catch((error) => error)).details.retryAfterSeconds
  }
  await fc.assert(
    fc.asyncProperty(fc.nat(30), fc.nat(30), milliseconds, milliseconds, async (limit, more, heldMs, longer) => {
      const base = await retryAfter(limit, heldMs)
      expect(base).toBeGreaterThanOrEqual(1)
      expect(await retryAfter(limit + more, heldMs)).toBeGreaterThanOrEqual(base)
      expect(await retryAfter(limit, heldMs + longer)).toBeGreaterThanOrEqual(base)
    }),
    { numRuns: 50 },
  )
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Watchdog } from './watchdog.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function watchdog() {
  const hangs: number[] = []
  return { watchdog: new Watchdog((silentMs) => hangs.push(silentMs)), hangs }
}

test('work that shows progress in time is left alone, however long it takes', async () => {
  const { watchdog: dog, hangs } = watchdog()
  dog.watch(1_000)
  for (let second = 0; second < 60; second++) {
    await vi.advanceTimersByTimeAsync(900)
    dog.progress()
  }
  expect(hangs).toEqual([])
})

test('work without progress is told once', async () => {
  const { watchdog: dog, hangs } = watchdog()
  dog.watch(1_000)
  await vi.advanceTimersByTimeAsync(999)
  expect(hangs).toEqual([])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(hangs).toEqual([1_000])
})

test('nobody is watched after the work', async () => {
  const { watchdog: dog, hangs } = watchdog()
  dog.watch(1_000)
  dog.rest()
  await vi.advanceTimersByTimeAsync(60_000)
  dog.watch(1_000)
  await vi.advanceTimersByTimeAsync(900)
  expect(hangs).toEqual([])
})

test('a limit that grows while it watches is the one that counts', async () => {
  const { watchdog: dog, hangs } = watchdog()
  dog.watch(1_000)
  await vi.advanceTimersByTimeAsync(900)
  dog.watch(5_000)
  await vi.advanceTimersByTimeAsync(4_000)
  expect(hangs).toEqual([])
  await vi.advanceTimersByTimeAsync(200)
  expect(hangs).toEqual([5_000])
})

test('a limit that shrinks while it watches is the one that counts', async () => {
  const { watchdog: dog, hangs } = watchdog()
  dog.watch(60_000)
  await vi.advanceTimersByTimeAsync(500)
  dog.progress()
  dog.watch(1_000)
  await vi.advanceTimersByTimeAsync(1_100)
  expect(hangs).toEqual([1_000])
})

test('progress that waited to be read while this process stood still counts', async () => {
  const { watchdog: dog, hangs } = watchdog()
  dog.watch(1_000)
  // The timer runs first, the message is read in the turn after it.
  setTimeout(() => setImmediate(() => dog.progress()), 999)
  await vi.advanceTimersByTimeAsync(1_500)
  expect(hangs).toEqual([])
})

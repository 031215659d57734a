import { expect, test } from 'vitest'
import { FreeCores } from './free-cores.ts'
import { ThreadGovernor } from './thread-governor.ts'

/** Threads in use after each of some looks, half a second apart, at how many cores are free. */
function threadsAfter(most: number, looks: (number | undefined)[]) {
  let threads = most
  let look = 0
  const governor = new ThreadGovernor({
    most,
    threads: most,
    useThreads: (count) => {
      threads = count
    },
    freeCores: () => looks[look],
  })
  return looks.map((_, index) => {
    look = index
    governor.stepped(index * 500)
    return threads
  })
}

test.each([
  { title: 'a quiet machine', most: 2, looks: [2, 1.9, 1.95], threads: [2, 2, 2] },
  { title: 'one busy loop, which gets two thirds of a core beside two threads', most: 2, looks: [1.33, 1, 1], threads: [1, 1, 1] },
  { title: 'two busy loops', most: 2, looks: [1, 0.6, 0.6], threads: [1, 1, 1] },
  { title: 'quiet again', most: 2, looks: [1, 1, 1.95], threads: [1, 1, 2] },
  { title: 'a machine whose other cores are idle', most: 8, looks: [30, 7.2], threads: [8, 7] },
  { title: 'a machine that tells nothing', most: 4, looks: [undefined], threads: [4] },
  { title: 'a model that is fastest with one thread', most: 1, looks: [0.2, 2], threads: [1, 1] },
])('$title: $threads threads', ({ most, looks, threads }) => {
  expect(threadsAfter(most, looks)).toEqual(threads)
})

test('steps that follow one another fast are not each a reason to look', () => {
  let looks = 0
  const freeCores = () => {
    looks += 1
    return 2
  }
  const governor = new ThreadGovernor({ most: 2, threads: 2, useThreads: () => {}, freeCores })
  for (let nowMs = 0; nowMs < 2_000; nowMs += 10) governor.stepped(nowMs)
  expect(looks).toBe(4)
})

test('free cores are those that other processes did not use; what this one used counts as free', () => {
  const times = [
    { busyMs: 0, ownMs: 0, atMs: 0, cores: 4 },
    { busyMs: 1_500, ownMs: 1_000, atMs: 500, cores: 4 },
    { busyMs: 9_000, ownMs: 1_000, atMs: 9_000, cores: 4 },
  ]
  const watch = new FreeCores(() => times.shift() as (typeof times)[0])
  expect([watch.look(), watch.look(), watch.look()]).toEqual([undefined, 3, undefined])
})

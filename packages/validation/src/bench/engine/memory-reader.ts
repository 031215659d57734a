import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** Threads that read memory together. */
export type MemoryReader = AsyncDisposable & {
  /** Reads for so long, and gives the bytes a second of all threads. */
  bytesPerSecond(durationMs: number): Promise<number>
}

/** More than any processor caches. */
const totalBytes = 2 * 1024 ** 3

/** Starts threads that each have a share of memory to read; nothing is written while they read. */
export async function openMemoryReader(threads: number): Promise<MemoryReader> {
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./read-memory-worker.ts', import.meta.url), { workerData: { bytes: Math.ceil(totalBytes / threads) } }),
  )
  await Promise.all(workers.map((worker) => once(worker, 'online')))
  return {
    async bytesPerSecond(durationMs) {
      const rates = await Promise.all(
        workers.map(async (worker) => {
          worker.postMessage(durationMs)
          return (await once(worker, 'message')) as [number]
        }),
      )
      return rates.reduce((sum, [rate]) => sum + rate, 0)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

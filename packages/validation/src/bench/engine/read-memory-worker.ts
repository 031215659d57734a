/** A thread that reads memory as fast as it can, when it is told to. */
import { parentPort, workerData } from 'node:worker_threads'

// Filled, for pages that nobody wrote to are all one page.
const buffer = Buffer.alloc(workerData.bytes, 1)

parentPort?.on('message', (durationMs: number) => {
  const startedMs = performance.now()
  let bytes = 0
  do {
    // What is not there is looked for through all of it, by the C library's memchr, which reads as wide as the processor can.
    buffer.indexOf(0)
    bytes += buffer.length
  } while (performance.now() - startedMs < durationMs)
  parentPort?.postMessage((bytes * 1_000) / (performance.now() - startedMs))
})

import { readRunning } from '../running-check.ts'
import type { Recorder } from './recorder.ts'

/** Vitest ends a check that waits too long. One that blocks its own process it cannot end; this can. */
export function watchForHangs(recorder: Recorder, outputFolder: string, graceMs: number): Disposable {
  const timer = setInterval(() => {
    for (const { id, processId, startedAt } of readRunning(outputFolder)) {
      const limitMs = recorder.timeoutOf(id) + graceMs
      if (recorder.results.has(id) || Date.now() - startedAt < limitMs) continue
      recorder.giveUp(id, `It did not end within ${limitMs} ms, so its process was killed.`, startedAt)
      kill(processId)
    }
  }, 250)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

function kill(processId: number): void {
  try {
    process.kill(processId, 'SIGKILL')
  } catch {
    // It ended in the meantime.
  }
}

import type { EvidenceFile } from '../base/result.ts'
import { createEvidence } from '../checks/evidence.ts'
import { describeAndKill } from '../checks/hang/describe-processes.ts'
import { type RunningCheck, readRunning, startedBy } from '../checks/running-check.ts'
import type { Recorder } from './recorder.ts'

/** A check that waits too long ends itself. One that blocks its own process cannot; this can. */
export function watchForHangs(recorder: Recorder, outputFolder: string, graceMs: number): Disposable {
  const givenUp = new Set<string>()
  const giveUp = async (check: RunningCheck, limitMs: number) => {
    const { id, processId, startedAt } = check
    const evidence: EvidenceFile[] = []
    const processes = await describeAndKill([processId, ...startedBy(check)])
    createEvidence(outputFolder, id, (file) => evidence.push(file)).json('processes-of-the-hang', processes)
    recorder.giveUp(id, `It did not end within ${limitMs} ms, so its process was killed.`, { startedAt, evidence })
  }
  const timer = setInterval(() => {
    for (const check of readRunning(outputFolder)) {
      const limitMs = recorder.timeoutOf(check.id) + graceMs
      if (recorder.results.has(check.id) || givenUp.has(check.id) || Date.now() - check.startedAt < limitMs) continue
      givenUp.add(check.id)
      void giveUp(check, limitMs)
    }
  }, 250)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

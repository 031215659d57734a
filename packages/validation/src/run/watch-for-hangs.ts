import { createEvidence } from '../evidence.ts'
import { describeAndKill } from '../hang/describe-processes.ts'
import type { EvidenceFile } from '../result.ts'
import { type RunningCheck, readRunning } from '../running-check.ts'
import { childProcesses } from '../server-process/child-processes.ts'
import type { Recorder } from './recorder.ts'

/** A check that waits too long ends itself. One that blocks its own process cannot; this can. */
export function watchForHangs(recorder: Recorder, outputFolder: string, graceMs: number): Disposable {
  const givenUp = new Set<string>()
  const giveUp = async ({ id, processId, startedAt }: RunningCheck, limitMs: number) => {
    const evidence: EvidenceFile[] = []
    const processes = await describeAndKill([processId, ...childProcesses(processId)])
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

import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { liveServers } from '../subject/server-process/server-process.ts'
import { runVariable, sweepProcesses } from '../subject/sweep-processes.ts'

/** From now on Ctrl-C or SIGTERM ends this process with all that it has started, and its temporary files go with it, however it ends. */
export function endAllOnSignal(): void {
  const mark = randomUUID()
  process.env[runVariable] = mark
  const folder = mkdtempSync(join(tmpdir(), 'honestai-bench-'))
  process.env.TMPDIR = folder
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, async () => {
      // Servers have process groups of their own, which no Ctrl-C reaches.
      await Promise.all([...liveServers].map((server) => server.kill()))
      await sweepProcesses(mark)
      process.exit(128 + constants.signals[name])
    })
  }
}

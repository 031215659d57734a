import { fork } from 'node:child_process'
import { once } from 'node:events'
import { leakOutcome } from './leak-outcome.ts'

// Leaks in the branch that only the death of a child reaches.
if (process.send) setInterval(() => {}, 1_000)
else {
  const engine = fork(import.meta.filename)
  await once(engine, 'spawn')
  engine.kill('SIGKILL')
  const [, signal] = await once(engine, 'exit')
  if (signal === 'SIGKILL') {
    await leakOutcome(() => fetch('http://192.0.2.1/restarted', { signal: AbortSignal.timeout(300) }))
  }
}

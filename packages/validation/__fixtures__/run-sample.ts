import { join } from 'node:path'
import { runGate } from '../src/run/run-gate.ts'
import { stopOnSignal } from '../src/run/stop-on-signal.ts'

/** Runs fixture checks through the real runner: `node run-sample.ts <output folder> [--bail] [--rerun-failed] [check…]`. */
const [outputFolder = '', ...rest] = process.argv.slice(2)
const stop = stopOnSignal()
const { exitCode } = await runGate({
  checksFolder: join(import.meta.dirname, 'checks'),
  outputFolder,
  suites: [],
  checks: rest.filter((name) => !name.startsWith('--')),
  profile: 'quick',
  bail: rest.includes('--bail'),
  rerunFailed: rest.includes('--rerun-failed'),
  progressFor: () => ({ started: ({ name }) => console.log(`started ${name}`), ended: ({ name }) => console.log(`ended ${name}`) }),
  signal: stop.signal,
})
process.exit(exitCode)

import { execFile } from 'node:child_process'
import { plainEnvironment } from '../../subject/server-process/server-process.ts'
import { type Leak, leakFile } from './leaks.ts'

/** How a leak is run. */
export type LeakRun = { prefix?: readonly string[]; nodeArguments?: readonly string[]; environment: Readonly<Record<string, string>> }

/** Runs a leak to its end; returns what it said of its success: `sent`, or the code of the error that stopped it. */
export function runLeak(leak: Leak, { prefix = [], nodeArguments = [], environment }: LeakRun): Promise<string> {
  const [file = '', ...rest] = [...prefix, process.execPath, '--disable-warning=ExperimentalWarning', ...nodeArguments, leakFile(leak)]
  return new Promise((resolve) => {
    execFile(file, rest, { env: { ...plainEnvironment(), ...environment }, timeout: 60_000, killSignal: 'SIGKILL' }, (_, stdout, stderr) =>
      resolve(stdout.trim() || stderr.trim()),
    )
  })
}

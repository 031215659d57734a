import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { redact } from '../../base/redact.ts'
import { type Result, result as resultSchema } from '../../base/result.ts'
import { plainEnvironment } from '../../subject/server-process/server-process.ts'
import type { CatalogueEntry } from '../../verdict/catalogue.ts'

/** Beyond what its checks may take: to start, and to write its report. */
const overheadMs = 60_000
/** A gate that is asked to stop still writes its report. */
const stopWithinMs = 20_000

/** The result of the gate of a copy on some of its checks, or why there is none. */
export type CopiedGate = { result: Result } | { brokeDown: string }

/** Runs the gate of a copy of the repository, as a person would. */
export async function runCopiedGate(folder: string, checks: readonly CatalogueEntry[], signal: AbortSignal): Promise<CopiedGate> {
  const output = join(folder, 'reports/fault')
  const main = join(folder, 'packages/validation/src/main.ts')
  const child = spawn(process.execPath, [main, 'run', '--check', checks.map(({ id }) => id).join(), '--output', output], {
    cwd: folder,
    // From one gate to the next only a fault is new.
    env: { NODE_COMPILE_CACHE: join(folder, 'reports/compiled'), ...plainEnvironment() },
    stdio: ['ignore', 'ignore', 'pipe'],
    // A process group of its own: Ctrl-C in a terminal reaches it once, through us.
    detached: true,
  })
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text
  })
  const limit = AbortSignal.timeout(checks.reduce((sum, { timeoutMs }) => sum + timeoutMs, overheadMs))
  const stopped = AbortSignal.any([signal, limit])
  const stop = () => void endPolitely(child)
  stopped.addEventListener('abort', stop, { once: true })
  if (stopped.aborted) stop()
  const [code] = await once(child, 'close')
  stopped.removeEventListener('abort', stop)
  if (limit.aborted) return { brokeDown: 'The gate did not end.' }
  try {
    return { result: resultSchema.parse(JSON.parse(readFileSync(join(output, 'result.json'), 'utf8'))) }
  } catch {
    return { brokeDown: redact(`The gate ended with ${code} and no result. ${words.trim()}`) }
  }
}

async function endPolitely(child: ReturnType<typeof spawn>): Promise<void> {
  child.kill('SIGTERM')
  await wait(stopWithinMs, undefined, { ref: false })
  child.kill('SIGKILL')
}

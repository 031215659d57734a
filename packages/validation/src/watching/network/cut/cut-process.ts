import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const attempt = z.object({ by: z.enum(['nock', 'permission-model']), means: z.string(), whom: z.string() })

/** Something that wanted out of a process whose network is cut. */
export type Attempt = z.infer<typeof attempt>

/** Flags that cut a Node process off: it may read and write files, and neither connect, nor start a process or a thread, nor call C. */
export const cutArguments: readonly string[] = [
  '--permission',
  '--allow-fs-read=*',
  '--allow-fs-write=*',
  '--disable-warning=SecurityWarning',
  '--import',
  join(import.meta.dirname, 'cut-network.ts'),
]

/** What a process that was started with `ATTEMPTS_FILE` set to a file attempted. */
export function readAttempts(file: string): Attempt[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => attempt.parse(JSON.parse(line)))
}

/** Why there is no such process on this runtime; undefined where there is one. */
export const whyNotCut = (): string | undefined =>
  process.allowedNodeEnvironmentFlags.has('--allow-net')
    ? undefined
    : `Node ${process.version} has no permission for the network: use Node 25 or newer. The isolated run, the observed run and the reading of the source need none.`

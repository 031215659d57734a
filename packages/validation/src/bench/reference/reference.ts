import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { referenceFolder } from './release-source.ts'

const run = promisify(execFile)

/** What is built of llama.cpp, by what it is for. */
export const referenceTargets = { batchedBench: 'llama-batched-bench', server: 'llama-server' } as const

/** Path of one of the programs that `bench reference` builds; throws when it has not. */
export function findReference(program: keyof typeof referenceTargets): string {
  const path = join(referenceFolder(), 'build/bin', referenceTargets[program])
  if (!existsSync(path)) throw new Error('no reference: run pnpm bench reference')
  return path
}

/** What llama.cpp's loop is asked to do: so many streams at once, each with a prompt and new tokens. */
export type LoopRun = { file: string; threads: number; width: number; promptTokens: number; newTokens: number }

/** Runs llama.cpp's own loop, which samples nothing and serves nobody; gives the tokens a second of its decode phase, of all streams together. */
export async function runReferenceLoop({ file, threads, width, promptTokens, newTokens }: LoopRun): Promise<number> {
  const options = {
    '-m': file,
    '-c': width * (promptTokens + newTokens),
    '-npp': promptTokens,
    '-ntg': newTokens,
    '-npl': width,
    '-t': threads,
    '-tb': threads,
    '--output-format': 'jsonl',
  }
  const { stdout } = await run(findReference('batchedBench'), Object.entries(options).flat().map(String))
  const line = stdout.split('\n').find((text) => text.startsWith('{'))
  const speed = line && Number(JSON.parse(line).speed_tg)
  if (!speed) throw new Error(`${referenceTargets.batchedBench} printed no result: ${stdout.slice(-500)}`)
  return speed
}

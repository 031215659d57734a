import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { SubjectFailure } from '../../base/subject-failure.ts'
import { sendRequest } from '../../subject/server-process/send-request.ts'
import type { LoadReport } from './load-report.ts'

/** A server whose model can be loaded at will, and the files of its weights. */
type Loadable = { url: string; model: string; files: readonly string[] }

/** Share of a file that may stay in memory and it still counts as cold: what others read of it in the meantime. */
const coldShare = 0.05

/** Loads a model again and again, in turn with its weights in memory and not; leaves it loaded. */
export async function measureLoadTimes({ url, model, files }: Loadable, rounds: number): Promise<NonNullable<LoadReport['loadTimes']>> {
  const act = async (action: 'load' | 'unload') => {
    const startedMs = performance.now()
    const { status, text } = await sendRequest(`${url}/v1/models/${model}/${action}`, { method: 'POST', body: {}, deadlineMs: 600_000 })
    if (status !== 200) throw new SubjectFailure(`To ${action} ${model} was answered ${status}: ${text}`)
    return performance.now() - startedMs
  }
  const times: { coldMs: number[]; warmMs: number[] } = { coldMs: [], warmMs: [] }
  for (let round = 0; round < rounds; round++) {
    await act('unload')
    if (files.every(forget)) times.coldMs.push(await act('load'))
    // Whatever was cold is in memory once it was loaded.
    else await act('load')
    await act('unload')
    times.warmMs.push(await act('load'))
  }
  return times
}

/** Asks the kernel to forget what it holds of a file, and tells whether it did: on some file systems it cannot. GNU dd and util-linux. */
function forget(file: string): boolean {
  try {
    execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none'], { stdio: 'ignore' })
    const resident = Number(execFileSync('fincore', ['--bytes', '--noheadings', '--output', 'RES', file], { encoding: 'utf8' }))
    return resident <= statSync(file).size * coldShare
  } catch {
    return false
  }
}

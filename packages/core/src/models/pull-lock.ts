import { readFileSync } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { routerError } from '../errors.ts'

/**
 * Takes the lock of a file for this process, so that two pulls never write the same bytes. It lies beside the file with the id
 * of its holder; a holder that is no more has lost it. Throws `pull_in_progress`.
 */
export async function takePullLock(path: string, file: string): Promise<AsyncDisposable> {
  const own = describeProcess(process.pid)
  for (;;) {
    try {
      await using handle = await open(path, 'wx')
      await handle.writeFile(own)
      return { [Symbol.asyncDispose]: () => rm(path, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    await breakAbandoned(path, file)
  }
}

/** Removes a lock whose holder is no more. */
async function breakAbandoned(path: string, file: string): Promise<void> {
  const holder = await readFile(path, 'utf8').catch(() => undefined)
  // Gone in the meantime.
  if (holder === undefined) return
  const pid = Number(holder.split(' ', 1)[0])
  if (holder !== '' && describeProcess(pid) === holder) throw routerError('pull_in_progress', { file, pid })
  // Renamed before it is removed, so that of several who find it abandoned only one takes it away.
  const abandoned = `${path}.${process.pid}`
  await rename(path, abandoned).catch(() => undefined)
  const taken = await readFile(abandoned, 'utf8').catch(() => undefined)
  if (taken !== undefined && taken !== holder) await rename(abandoned, path)
  else await rm(abandoned, { force: true })
}

/** Id and, where the system tells it, start of a process: an id alone may belong to another one by now. */
function describeProcess(pid: number): string {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // It is there, and another user's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return ''
  }
  return `${pid} ${startOf(pid)}`
}

function startOf(pid: number): string {
  try {
    // The 22nd field, counted after the name in parentheses, which may hold anything.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').split(' ')[20] ?? ''
  } catch {
    return ''
  }
}

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { constants, copyFile, link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { routerError } from '../../errors.ts'

/** How often a holder shows that it is there, and how long after the last time nobody believes it any more. */
const refreshMs = 5_000
const believedMs = 15_000

/**
 * Takes the lock of a file for this process, so that two pulls never write the same bytes. It lies beside the file with the id
 * of its holder, who touches it while it pulls; a holder that is no more has lost it. Throws `pull_in_progress`.
 */
export async function takePullLock(path: string, file: string): Promise<AsyncDisposable> {
  const draft = `${path}.${process.pid}.${randomUUID()}`
  await writeFile(draft, describeProcess(process.pid))
  try {
    while (!(await becomes(draft, path))) await breakAbandoned(path, file)
  } finally {
    await rm(draft, { force: true })
  }
  const refreshing = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => {}), refreshMs)
  refreshing.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(refreshing)
      await rm(path, { force: true })
    },
  }
}

/** Gives a file that is written already another name, unless that is taken: nobody ever reads a lock without its holder. */
async function becomes(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      // Disks made for cameras and sticks know no second names. There a lock is empty for a moment, but too young to be broken.
      if (/^(EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS)$/.test(error.code ?? '')) return copyFile(draft, path, constants.COPYFILE_EXCL)
      throw error
    })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Removes a lock whose holder is no more. */
async function breakAbandoned(path: string, file: string): Promise<void> {
  const [holder, facts] = await Promise.all([readFile(path, 'utf8'), stat(path)]).catch(() => [])
  // Gone in the meantime.
  if (holder === undefined || facts === undefined) return
  const pid = Number(/^\d+(?= \d*$)/.exec(holder)?.[0] ?? Number.NaN)
  // A holder in another container, or on another machine, cannot be seen from here: only that it touches the lock.
  const believed = Date.now() - facts.mtimeMs < believedMs
  if (believed || (pid > 0 && describeProcess(pid) === holder)) {
    throw routerError('pull_in_progress', { file, ...(pid > 0 && { pid }) })
  }
  // Renamed before it is removed, so that of several who find it abandoned only one takes it away.
  const abandoned = `${path}.${process.pid}.${randomUUID()}`
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

import { readFileSync } from 'node:fs'

/** Memory of a process's own in MiB, without what it maps of files; NaN for one that is gone. Linux only. */
export function privateMemory(pid: number): number {
  try {
    return Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return Number.NaN
  }
}

import { readdirSync, readFileSync } from 'node:fs'

/** A thread as the kernel sees it. */
export type Thread = {
  name: string
  /** As in proc(5): R runs, S sleeps, D waits for a device, T is stopped. */
  state: string
  /** Function of the kernel in which it waits; empty where the kernel does not tell. */
  waitsIn: string
}

/** The threads of a process; none where it is gone or the system has no /proc. */
export function readThreads(processId: number): Thread[] {
  return list(`/proc/${processId}/task`).map((thread) => {
    const read = (file: string) => readText(`/proc/${processId}/task/${thread}/${file}`)
    const waitsIn = read('wchan')
    return {
      name: read('comm').trim(),
      state: /^State:\s+(\w)/m.exec(read('status'))?.[1] ?? '',
      waitsIn: waitsIn === '0' ? '' : waitsIn,
    }
  })
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

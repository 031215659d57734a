import { readFileSync } from 'node:fs'
import { childProcesses } from '../../subject/server-process/child-processes.ts'
import type { LoadReport } from './load-report.ts'

/** What a server and its engines hold at one moment. */
export type MemorySample = NonNullable<LoadReport['memory']>[number]

/** Samples the memory of a server until it is disposed of. */
export type MemoryWatch = Disposable & {
  samples: MemorySample[]
  /** What goes on from now on. */
  enter(phase: string): void
}

const everyMs = 250

/** Watches the memory of a server's process and of its engines. Linux only; elsewhere there are no samples. */
export function watchMemory(pid: number): MemoryWatch {
  const startedMs = performance.now()
  const samples: MemorySample[] = []
  let phase = 'start'
  const sample = () => {
    const serverMiB = privateMemory(pid)
    const engineMiB = childProcesses(pid)
      .map(privateMemory)
      .filter(Number.isFinite)
      .reduce((total, memory) => total + memory, 0)
    if (Number.isFinite(serverMiB)) samples.push({ atMs: performance.now() - startedMs, phase, serverMiB, engineMiB })
  }
  const timer = setInterval(sample, everyMs)
  return {
    samples,
    enter(next) {
      phase = next
      sample()
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

/** Memory of a process's own in MiB, without what it maps of files; NaN for one that is gone. Linux only. */
export function privateMemory(pid: number): number {
  try {
    return Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return Number.NaN
  }
}

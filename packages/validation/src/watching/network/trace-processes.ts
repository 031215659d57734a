import { basename } from 'node:path'
import { type SystemCall, succeeded } from './read-system-calls.ts'

/** A process of the tree that was watched. */
export type TracedProcess = {
  id: number
  /** What it runs: the program, and the script where it runs one. */
  command: string
  /** The network it is in: `machine`, or one of its own that was made while it was watched. */
  network: string
  /** Whether it is an engine, or was started by one. */
  engine: boolean
}

/** Keeps who is who while the calls of a process tree are gone through in order. */
export class ProcessTrace {
  readonly #byThread = new Map<number, TracedProcess>()
  #networks = 0

  /** Every process that was seen, in the order of its first call. */
  processes(): TracedProcess[] {
    return [...new Set(this.#byThread.values())]
  }

  /** Takes the next call; returns the process that made it. */
  follow(call: SystemCall): TracedProcess {
    const process = this.#byThread.get(call.thread) ?? this.#add({ id: call.thread, command: '', network: 'machine', engine: false })
    if (!succeeded(call)) return process
    if (/^(clone3?|v?fork)$/.test(call.name)) this.#born(call, process)
    else if (/^execve(at)?$/.test(call.name)) run(process, call.args)
    else if (/^(unshare|setns)$/.test(call.name) && call.args.includes('CLONE_NEWNET')) process.network = this.#newNetwork()
    return process
  }

  #born({ args, result }: SystemCall, parent: TracedProcess): void {
    const id = Number.parseInt(result, 10)
    if (args.includes('CLONE_THREAD')) this.#byThread.set(id, parent)
    else this.#add({ ...parent, id, network: args.includes('CLONE_NEWNET') ? this.#newNetwork() : parent.network })
  }

  #add(process: TracedProcess): TracedProcess {
    this.#byThread.set(process.id, process)
    return process
  }

  #newNetwork(): string {
    this.#networks += 1
    return `own-${this.#networks}`
  }
}

function run(process: TracedProcess, args: string): void {
  const [program = '', ...words] = [...args.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) => word)
  const script = words.slice(1).find((word) => /\.[cm]?[jt]s$/.test(word) && !word.startsWith('-'))
  process.command = [program, script].flatMap((path) => (path ? [basename(path)] : [])).join(' ')
  process.engine ||= /^engine-main\./.test(basename(script ?? ''))
}

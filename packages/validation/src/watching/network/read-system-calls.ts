/** A system call as strace shows it. */
export type SystemCall = {
  /** Thread that made it; the first thread of a process bears the number of the process. */
  thread: number
  threadName: string
  /** Seconds since 1970. */
  at: number
  name: string
  args: string
  /** As printed, such as `-1 ENOENT (No such file or directory)`; a question mark when the thread ended within the call. */
  result: string
}

const row = /^(\d+)(?:<(.*?)>)?\s+(\d+\.\d+) (.*)$/
const whole = /^(\w+)\((.*)\)\s+= (.*?)$/s
const unfinished = /^(\w+)\((.*?)(?:\s*<unfinished \.\.\.>)$/s
const resumed = /^<\.\.\. \w+ resumed>(.*)\)\s+= (.*?)$/s

/** Reads what `strace -f -Y -ttt` wrote, in the order in which the calls began. Calls that were interrupted are put together again. */
export function readSystemCalls(text: string): SystemCall[] {
  const calls: SystemCall[] = []
  const open = new Map<number, SystemCall>()
  for (const line of text.split('\n')) {
    const [, threadText, threadName = '', at, rest = ''] = row.exec(line) ?? []
    if (threadText === undefined) continue
    const thread = Number(threadText)
    const begun = { thread, threadName, at: Number(at) }
    const end = resumed.exec(rest)
    const call = open.get(thread)
    if (end && call) {
      call.args += end[1] ?? ''
      call.result = end[2] ?? '?'
      open.delete(thread)
      continue
    }
    const start = unfinished.exec(rest)
    const [, name, args = '', result = '?'] = start ?? whole.exec(rest) ?? []
    if (name === undefined) continue
    const next: SystemCall = { ...begun, name, args, result: start ? '?' : result }
    calls.push(next)
    if (start) open.set(thread, next)
  }
  return calls
}

/** Whether the call did what it was asked to; a connection that is still being made counts. */
export const succeeded = ({ result }: SystemCall): boolean => !result.startsWith('-1') && result !== '?'

import { readFileSync } from 'node:fs'
import { dirname } from 'node:path/posix'

/** Reads a file of the system; undefined when it is not there. */
export type ReadSystemFile = (path: string) => string | undefined

const readSystemFile: ReadSystemFile = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/**
 * Memory that a new process can take without pushing out others, in bytes: the kernel's own figure, or what is left of the
 * tightest control group that holds this process, whichever is less. Cached files count as free: they give way.
 */
export function readAvailableMemory(read: ReadSystemFile = readSystemFile): number {
  const available = /^MemAvailable:\s+(\d+) kB$/m.exec(read('/proc/meminfo') ?? '')?.[1]
  // Other systems than Linux have neither file.
  if (available === undefined) return process.availableMemory()
  return Math.min(Number(available) * 1024, ...readGroups(read))
}

/** What is left in each control group with a limit, from this process's own up to the root. */
function readGroups(read: ReadSystemFile): number[] {
  const lines = read('/proc/self/cgroup')?.split('\n') ?? []
  return lines.flatMap((line) => {
    const [, controllers, path = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    if (controllers === '') return leftOf(read, '/sys/fs/cgroup', path, versionTwo)
    return controllers?.split(',').includes('memory') ? leftOf(read, '/sys/fs/cgroup/memory', path, versionOne) : []
  })
}

type GroupFiles = { limit: string; usage: string; cached: RegExp }
const versionTwo: GroupFiles = { limit: 'memory.max', usage: 'memory.current', cached: /^(?:in)?active_file (\d+)$/gm }
const versionOne: GroupFiles = {
  limit: 'memory.limit_in_bytes',
  usage: 'memory.usage_in_bytes',
  cached: /^total_(?:in)?active_file (\d+)$/gm,
}

function leftOf(read: ReadSystemFile, root: string, path: string, files: GroupFiles): number[] {
  // Inside a container the path is often the host's; the files of its own group then lie at the root.
  return [...ancestorsOf(path)].flatMap((group) => {
    const folder = `${root}${group === '/' ? '' : group}`
    const limit = Number(read(`${folder}/${files.limit}`) ?? Number.NaN)
    const usage = Number(read(`${folder}/${files.usage}`) ?? Number.NaN)
    // "max" and the largest number of version 1 mean that there is no limit.
    if (!Number.isFinite(limit) || !Number.isFinite(usage) || limit > 2 ** 60) return []
    const cached = [...(read(`${folder}/memory.stat`) ?? '').matchAll(files.cached)].reduce((sum, [, bytes]) => sum + Number(bytes), 0)
    return [Math.max(0, limit - Math.max(0, usage - cached))]
  })
}

function* ancestorsOf(path: string): Generator<string> {
  for (let group = path; ; group = dirname(group)) {
    yield group
    if (group === '/' || group === '.') return
  }
}

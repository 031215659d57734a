import { readdirSync, readFileSync } from 'node:fs'

/** Process ids of the direct and indirect children of a process that are not about to vanish. Linux only; elsewhere none. */
export function childProcesses(parent: number): number[] {
  const direct = allProcesses().filter((process) => process.parent === parent && process.state !== 'Z')
  return direct.flatMap(({ id }) => [id, ...childProcesses(id)])
}

function allProcesses(): { id: number; parent: number; state: string }[] {
  return numbersIn('/proc').flatMap((id) => {
    try {
      // The name in parentheses may hold anything, spaces and parentheses included; the fields start after the last one.
      const fields = readFileSync(`/proc/${id}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      return [{ id, state: fields[0] ?? '', parent: Number(fields[1]) }]
    } catch {
      return []
    }
  })
}

function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder).map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

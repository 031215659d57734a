import { renderCheckLine } from '../reporters/console.ts'
import type { CatalogueEntry } from '../verdict/catalogue.ts'
import type { Progress } from './recorder.ts'

type Terminal = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>

/** One line a check; in a terminal also a last line with what is running now. */
export function showProgress(terminal: Terminal, total: number): Progress {
  const running: CatalogueEntry[] = []
  let ended = 0

  const status = () => {
    if (!terminal.isTTY) return
    const names = running.map(({ id }) => id).join(', ')
    terminal.write(`\r\x1b[2K${`  ${ended}/${total}  ${names}`.slice(0, (terminal.columns || 80) - 1)}`)
  }
  return {
    started(entry) {
      running.push(entry)
      status()
    },
    ended(result) {
      ended += 1
      const index = running.findIndex(({ id }) => id === result.id)
      if (index >= 0) running.splice(index, 1)
      const prefix = terminal.isTTY ? '\r\x1b[2K' : `[${ended}/${total}] `
      terminal.write(`${prefix}${renderCheckLine(result)}\n`)
      if (ended < total) status()
    },
  }
}

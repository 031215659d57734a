type Terminal = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>

/** Tells what goes on now. */
export type Status = {
  /** Replaces what was said last; outside a terminal it is silent. */
  show(text: string): void
  /** A line that stays. */
  say(text: string): void
}

/** A last line that changes, as far as the output is a terminal, under lines that stay. */
export function showStatus(terminal: Terminal = process.stderr): Status {
  const clear = terminal.isTTY ? '\r\x1b[2K' : ''
  return {
    show(text) {
      if (terminal.isTTY) terminal.write(`${clear}${`  ${text}`.slice(0, (terminal.columns || 80) - 1)}`)
    },
    say: (text) => void terminal.write(`${clear}${text}\n`),
  }
}

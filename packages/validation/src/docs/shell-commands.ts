import { parse } from 'shell-quote'

/** The words of each command of a text, without what is set for it, where it reads from and where it writes to. */
export function shellCommands(text: string): string[][] {
  const lines = text.replaceAll(/\\\n\s*/g, ' ').split('\n')
  return lines.flatMap((line) => commandsOfLine(line))
}

function commandsOfLine(line: string): string[][] {
  // A variable stays what it is called: nobody knows here what it holds.
  const entries = parse(line, (name) => `$${name}`)
  const commands: string[][] = [[]]
  let skipNext = false
  for (const entry of entries) {
    if (typeof entry === 'string') {
      if (!skipNext) commands.at(-1)?.push(entry)
      skipNext = false
    } else if ('comment' in entry) break
    else if (entry.op === 'glob') commands.at(-1)?.push(entry.pattern)
    else if (/[<>]/.test(entry.op)) skipNext = true
    else commands.push([])
  }
  return commands.map((words) => words.slice(words.findIndex((word) => !/^[A-Z_]+=/.test(word)))).filter((words) => words.length > 0)
}

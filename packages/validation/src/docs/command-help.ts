import { execFileSync } from 'node:child_process'
import { plainEnvironment } from '../subject/server-process/server-process.ts'

/** What a command says that it takes. */
export type CommandHelp = { options: ReadonlySet<string>; commands: ReadonlySet<string> }

const known = new Map<string, CommandHelp>()

/** Asks a program of this repository for the help of one of its commands; each is asked once. */
export function commandHelp(main: string, commands: readonly string[]): CommandHelp {
  const key = [main, ...commands].join(' ')
  const help =
    known.get(key) ??
    parseHelp(execFileSync(process.execPath, [main, ...commands, '--help'], { encoding: 'utf8', env: plainEnvironment() }))
  known.set(key, help)
  return help
}

/** Options and commands stand at the beginning of the lines below their titles; what goes on there is indented further. */
function parseHelp(text: string): CommandHelp {
  const section = (title: string) => new RegExp(`^${title}:\\n((?:  .*\\n|\\n(?=  ))*)`, 'm').exec(`${text}\n`)?.[1] ?? ''
  const options = [...section('Options').matchAll(/^ {2}(-.*?)(?: {2}|$)/gm)].flatMap(
    ([, names = '']) => names.match(/--?[a-zA-Z][\w-]*/g) ?? [],
  )
  const commands = [...section('Commands').matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name = '']) => name)
  return { options: new Set(options), commands: new Set(commands) }
}

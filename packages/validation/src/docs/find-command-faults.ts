import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandHelp } from './command-help.ts'
import { shellCommands } from './shell-commands.ts'

/** Commands of pnpm that are no script of the repository. */
const ofPnpm = new Set(['add', 'install', 'fetch', 'exec', 'pack', 'store', 'licenses', 'rebuild'])

const programs: Readonly<Record<string, string>> = {
  honestai: 'packages/server/src/main.ts',
  'honestai-validate': 'packages/validation/src/main.ts',
}

/** What is wrong with the commands of a shell text, seen from the root of the repository: a script, a file, a command or an option that is not there. */
export function findCommandFaults(root: string, text: string): string[] {
  return shellCommands(text).flatMap((words) => faultsOf(root, words))
}

function faultsOf(root: string, [program = '', ...rest]: readonly string[]): string[] {
  const main = programs[program]
  if (main !== undefined) return faultsOfProgram(join(root, main), rest)
  if (program === 'npx') return faultsOf(root, withoutNpxOptions(rest))
  if (program === 'pnpm') return faultsOfPnpm(root, rest)
  if (program === 'node') return faultsOfNode(root, rest)
  if (program === 'bash' || program === 'sh') return faultsOfFile(root, rest[0])
  return program.includes('/') && !program.startsWith('/') ? faultsOfFile(root, program) : []
}

/** `npx -y -p node@26 -p pnpm@12 pnpm validate` runs what comes after the packages. */
function withoutNpxOptions(words: readonly string[]): string[] {
  const [first, second, ...rest] = words
  if (first === '-y') return withoutNpxOptions(words.slice(1))
  return first === '-p' && second !== undefined ? withoutNpxOptions(rest) : [...words]
}

function faultsOfPnpm(root: string, words: readonly string[]): string[] {
  const [name = '', ...rest] = words.filter((word) => word !== '--silent')
  if (ofPnpm.has(name)) return []
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
  const script = scripts[name]
  if (script === undefined) return [`there is no script ${name}`]
  const [command] = shellCommands(script)
  return command?.[0] === 'node' ? faultsOf(root, [...command, ...rest]) : []
}

function faultsOfNode(root: string, [file = '', ...rest]: readonly string[]): string[] {
  return Object.values(programs).includes(file) ? faultsOfProgram(join(root, file), rest) : faultsOfFile(root, file)
}

const faultsOfFile = (root: string, file = '') => (existsSync(join(root, file)) ? [] : [`there is no file ${file}`])

/** Walks down the commands of a program as far as the words name one, then looks for every option that they give. */
function faultsOfProgram(main: string, words: readonly string[]): string[] {
  const path: string[] = []
  let help = commandHelp(main, path)
  for (const word of words) {
    if (word.startsWith('-') || help.commands.size === 0) break
    if (!help.commands.has(word)) {
      // A command may take words of its own beside its commands, as a route takes parameters.
      if (path.length === 0) return [`there is no command ${word}`]
      break
    }
    path.push(word)
    help = commandHelp(main, path)
  }
  const given = words.flatMap((word) => /^--?[a-zA-Z][\w-]*/.exec(word)?.[0] ?? [])
  return given.filter((option) => !help.options.has(option)).map((option) => `${path.join(' ')} has no option ${option}`)
}

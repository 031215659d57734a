import type { Command, Option } from 'commander'

/** Shells that {@link completionScript} writes for. */
export const shells = ['bash', 'zsh', 'fish'] as const

/** A shell by its name. */
export type Shell = (typeof shells)[number]

/**
 * A script that makes a shell complete the commands and options of a program, and files where an option takes one.
 *
 * Written here because the maintained library for it, `@bomb.sh/tab`, completes no file names and starts Node at every key press.
 */
export function completionScript(program: Command, shell: Shell): string {
  return shell === 'fish' ? fishScript(program) : bashScript(program, shell)
}

const helpOf = (command: Command) => command.createHelp()
const optionsOf = (command: Command) => helpOf(command).visibleOptions(command)
const commandsOf = (program: Command) => helpOf(program).visibleCommands(program)

const takesFile = (option: Option) => /<(file|folder)>/.test(option.flags)
const takesValue = (option: Option) => option.required || option.optional
const flagsOf = (options: readonly Option[]) => options.map(({ long }) => long)

function bashScript(program: Command, shell: Shell): string {
  const name = program.name()
  const commands = commandsOf(program)
  const options = commands.flatMap(optionsOf)
  const files = caseOf(flagsOf(options.filter(takesFile)), `local IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$current")); return`)
  const values = caseOf(flagsOf(options.filter((option) => takesValue(option) && !takesFile(option))), 'return')
  const first = offer([...commands.map((command) => command.name()), ...flagsOf(optionsOf(program))])
  const inside = commands.map((command) => caseOf([command.name()], offer([...choicesOf(command), ...flagsOf(optionsOf(command))])))
  return `${shell === 'zsh' ? 'autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n' : ''}_${name}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then ${first}; return; fi
  case "$previous" in
${files}${values}  esac
  case "\${COMP_WORDS[1]}" in
${inside.join('')}  esac
}
complete -o filenames -F _${name} ${name}
`
}

const offer = (words: readonly unknown[]) => `COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$current"))`

const caseOf = (patterns: readonly unknown[], action: string) =>
  patterns.length === 0 ? '' : `    ${[...new Set(patterns)].join('|')}) ${action} ;;\n`

const choicesOf = (command: Command) => command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])

function fishScript(program: Command): string {
  const name = program.name()
  const line = (condition: string, rest: string, description: string) =>
    `complete -c ${name} -n '${condition}' ${rest} -d '${description.replaceAll(/[\\']/g, '\\$&')}'`
  const optionLine = (condition: string, option: Option) => {
    const value = takesFile(option) ? ' -r -F' : takesValue(option) ? ' -r -f' : ''
    return line(condition, `-l ${option.long?.slice(2)}${value}`, option.description)
  }
  return [
    `complete -c ${name} -f`,
    ...optionsOf(program).map((option) => optionLine('__fish_use_subcommand', option)),
    ...commandsOf(program).flatMap((command) => {
      const inside = `__fish_seen_subcommand_from ${command.name()}`
      return [
        line('__fish_use_subcommand', `-a ${command.name()}`, command.description()),
        ...optionsOf(command).map((option) => optionLine(inside, option)),
        ...choicesOf(command).map((choice) => line(inside, `-a ${choice}`, '')),
      ]
    }),
    '',
  ].join('\n')
}

import type { Command } from 'commander'

/** The page docs/commands.md: every command of these programs, with every argument and option. */
export function renderCommandDocs(programs: readonly Command[]): string {
  return `${head}${programs
    .flatMap((program) => [program, ...below(program)])
    .map(renderCommand)
    .join('\n')}`
}

const head = `---
title: Commands
group: Reference
---

# Commands

<!-- Written by scripts/write-command-docs.ts from the command lines. Do not edit: run \`node scripts/write-command-docs.ts\`. -->

What each command says of itself with \`--help\`. In a clone of the repository \`pnpm serve\`, \`pnpm pull\` and \`pnpm models\` are \`honestai serve\`, \`honestai pull\` and
\`honestai models\`; \`pnpm validate\`, \`pnpm bench\` and \`pnpm release\` are \`honestai-validate run\`, \`honestai-validate bench\` and \`honestai-validate release\`.
For the others write \`node packages/server/src/main.ts\` in place of \`honestai\`, and \`node packages/validation/src/main.ts\` in place of \`honestai-validate\`.

`

function below(command: Command): Command[] {
  return visible(command).flatMap((inner) => [inner, ...below(inner)])
}

const visible = (command: Command) =>
  command
    .createHelp()
    .visibleCommands(command)
    .filter((inner) => inner.name() !== 'help')

const nameOf = (command: Command): string => (command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name())

const renderCommand = (command: Command) => `## ${nameOf(command)}

\`\`\`text
${helpOf(command)}
\`\`\`
`

/** Characters of a line that a block of the site has room for. */
const blockWidth = 68

function helpOf(command: Command): string {
  const written: string[] = []
  const configured = command.configureOutput()
  command.configureOutput({ writeOut: (text) => written.push(text), getOutHelpWidth: () => blockWidth, getOutHasColors: () => false })
  command.outputHelp()
  command.configureOutput(configured)
  return written.join('').trim()
}

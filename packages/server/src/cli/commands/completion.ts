import { Argument, Command } from 'commander'
import { completionScript, type Shell, shells } from '../completion-script.ts'

/** `honestai completion` */
export const completion = new Command('completion')
  .description('Print a script that makes a shell complete commands, options and files.')
  .addArgument(new Argument('<shell>').choices(shells))
  .addHelpText(
    'after',
    `
Examples:
  source <(honestai completion bash)
  honestai completion zsh > ~/.honestai.zsh && echo 'source ~/.honestai.zsh' >> ~/.zshrc
  honestai completion fish > ~/.config/fish/completions/honestai.fish`,
  )
  .action((shell: Shell, _options: object, command: Command) => {
    process.stdout.write(completionScript(command.parent ?? command, shell))
  })

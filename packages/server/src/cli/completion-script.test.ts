import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Argument, Command } from 'commander'
import { afterAll, expect, test } from 'vitest'
import { completionScript, shells } from './completion-script.ts'

const program = new Command('tool')
  .version('1')
  .addCommand(
    new Command('serve').description("Serve a friend's model.").option('--port <number>', 'port').option('--model <file>', 'file'),
  )
  .addCommand(new Command('completion').addArgument(new Argument('<shell>').choices(shells)))

const folder = mkdtempSync(join(tmpdir(), 'honestai-completion-'))
writeFileSync(join(folder, 'weights.gguf'), '')
afterAll(() => rmSync(folder, { recursive: true }))

const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0

/** What bash offers after these words. */
function offered(...words: string[]): string[] {
  const ask = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _tool; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout } = spawnSync('bash', ['-c', `${completionScript(program, 'bash')}\n${ask}`], { cwd: folder, encoding: 'utf8' })
  return stdout.split('\n').filter(Boolean)
}

test.skipIf(!has('bash')).each([
  { words: ['tool', ''], offers: ['serve', 'completion', 'help', '--version', '--help'] },
  { words: ['tool', 's'], offers: ['serve'] },
  { words: ['tool', 'serve', '--'], offers: ['--port', '--model', '--help'] },
  { words: ['tool', 'serve', '--model', ''], offers: ['weights.gguf'] },
  { words: ['tool', 'serve', '--port', ''], offers: [] },
  { words: ['tool', 'completion', ''], offers: ['bash', 'zsh', 'fish', '--help'] },
])('bash offers $offers after $words', ({ words, offers }) => {
  expect(offered(...words)).toEqual(offers)
})

test.each(shells)('the script for %s is one that the shell can read', (shell) => {
  const script = completionScript(program, shell)
  expect(script).toContain('tool')
  if (has(shell)) expect(spawnSync(shell, ['-n', '-c', script]).status).toBe(0)
})

test('fish gets descriptions, and files where an option takes one', () => {
  const script = completionScript(program, 'fish')
  expect(script).toContain("-n '__fish_use_subcommand' -a serve -d 'Serve a friend\\'s model.'")
  expect(script).toContain("-n '__fish_seen_subcommand_from serve' -l model -r -F -d 'file'")
})

import { Command } from 'commander'
import { expect, test } from 'vitest'
import { renderCommandDocs } from './render-command-docs.ts'

const program = new Command('tool').description('Does things.')
program
  .command('make <thing>')
  .description('Makes one.')
  .option('--size <number>', 'how large')
  .addHelpText('after', '\nExamples:\n  tool make it')
program.command('hidden', { hidden: true })
const nested = program.command('group')
nested.command('inner').option('--deep', 'far down')

test('every command that is shown has a heading and its whole help, also those of commands', () => {
  const page = renderCommandDocs([program])
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
  expect(headings).toEqual(['tool', 'tool make', 'tool group', 'tool group inner'])
  expect(page).toContain('Usage: tool make [options] <thing>')
  expect(page).toContain('--size <number>')
  expect(page).toContain('Examples:\n  tool make it')
  expect(page).toContain('--deep')
  expect(page).not.toContain('hidden')
})

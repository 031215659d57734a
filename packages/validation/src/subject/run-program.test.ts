import { expect, test } from 'vitest'
import { runProgram } from './run-program.ts'

test('a program is heard to its end, on both outputs', async () => {
  expect(await runProgram('sh', ['-c', 'echo one; echo two >&2; exit 3'])).toEqual({ exitCode: 3, output: 'one\ntwo\n' })
})

test('one that does not end is ended with what it has started, and the output says so', async () => {
  const { exitCode, output } = await runProgram('sh', ['-c', 'sleep 600 & echo begun; wait'], { timeout: 300 })
  expect(exitCode).toBeNull()
  expect(output).toBe('begun\n\nIt was ended after 0.3 s.')
})

test('one that is not there is an error', async () => {
  await expect(runProgram('no-such-program', [])).rejects.toThrow('ENOENT')
})

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { repositoryRoot } from '../base/repository-root.ts'
import { result as resultSchema } from '../base/result.ts'

// A run of the gate is a program of its own, which takes its time to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'honestai-self-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs fixture checks through the real runner, in a process of its own as a person would. */
async function runSample(name: string, parameters: string[], onOutput: (text: string, child: ReturnType<typeof spawn>) => void = () => {}) {
  const output = join(folder, name)
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../__fixtures__/run-sample.ts'), output, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.setEncoding('utf8').on('data', (text: string) => onOutput(text, child))
  const [exitCode] = await once(child, 'close')
  const text = readFileSync(join(output, 'result.json'), 'utf8')
  return { exitCode, output, text, result: resultSchema.parse(JSON.parse(text)) }
}

describe('a run of every fixture check', async () => {
  const { exitCode, output, text, result } = await runSample('all', [])
  const checkOf = (name: string) => result.checks.find((check) => check.name === name)

  test.each([
    { name: 'passes', status: 'pass', reason: null },
    { name: 'fails', status: 'fail', reason: 'expected { count: 2 } to deeply equal { count: 3 }' },
    { name: 'subject-fails', status: 'fail', reason: 'The server hung up.' },
    { name: 'skips', status: 'skip', reason: 'There is no strace here.' },
    { name: 'is-not-applicable', status: 'not-applicable', reason: 'The subject has no model that can embed.' },
    { name: 'harness-breaks', status: 'error', reason: 'TypeError: undefined is not a function' },
    { name: 'passes-without-evidence', status: 'error', reason: 'It passed without leaving evidence, so it has proven nothing.' },
    { name: 'hangs', status: 'error', reason: expect.stringContaining('did not end within 500 ms') },
    { name: 'blocks', status: 'error', reason: expect.stringContaining('its process was killed') },
    { name: 'does-not-load', status: 'error', reason: expect.stringContaining('does not load') },
    { name: 'leaves-a-process', status: 'pass', reason: null },
  ])('$name ends as $status', ({ name, status, reason }) => {
    expect(checkOf(name)).toMatchObject({ status, reason })
  })

  test('a failure carries what was expected and what came', () => {
    expect(checkOf('fails')?.failure).toMatchObject({ expected: expect.stringContaining('3'), actual: expect.stringContaining('2') })
  })

  test.each([
    { row: 'validation-script', verdict: 'proven' },
    { row: 'unit-tests', verdict: 'broken' },
    { row: 'no-hub-calls', verdict: 'unproven' },
    { row: 'embedding-generation', verdict: 'unproven' },
    { row: 'gated-models', verdict: 'unproven' },
    { row: 'local-only', verdict: 'unproven' },
  ])('the row $row is $verdict', ({ row, verdict }) => {
    expect(result.rows.find(({ id }) => id === row)?.verdict).toBe(verdict)
  })

  test('something broken is exit code 1, whatever else happened', () => {
    expect([exitCode, result.exitCode, result.verdict]).toEqual([1, 1, 'broken'])
  })

  test('a process that outlives its check is found, ended and reported', () => {
    expect(result.harnessErrors).toContainEqual('A process outlived the run: sleep 300')
    const { pid } = JSON.parse(readFileSync(join(output, 'evidence/sample/leaves-a-process/process.json'), 'utf8'))
    expect(existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')).toBe(false)
  })

  test.each([
    { name: 'hangs', waits: 'what it started waits for', stack: { waitsFor: expect.arrayContaining(['Timeout']) } },
    { name: 'blocks', waits: 'its own stack', stack: { frames: expect.arrayContaining([expect.stringContaining('blocks.check.ts')]) } },
  ])('the evidence of a hang, $name, is $waits', ({ name, stack }) => {
    const file = checkOf(name)?.evidence.find(({ name }) => name === 'processes-of-the-hang')?.file ?? ''
    const [hung] = JSON.parse(readFileSync(join(output, file), 'utf8'))
    expect(hung.stack).toEqual(stack)
    expect(hung.threads).toContainEqual(expect.objectContaining({ name: 'node-MainThread' }))
  })

  test('evidence is on disk under the hash that the result names', () => {
    const [evidence] = checkOf('passes')?.evidence ?? []
    const content = readFileSync(join(output, evidence?.file ?? ''))
    expect(createHash('sha256').update(content).digest('hex')).toBe(evidence?.sha256)
    expect(checkOf('passes')?.measurements).toEqual([{ name: 'latency', unit: 'ms', values: [1, 2, 3] }])
  })

  test('no report holds an absolute path of this machine', () => {
    const reports = ['report.html', 'report.md', 'junit.xml', 'evidence/sample/passes/numbers.json'].map((file) =>
      readFileSync(join(output, file), 'utf8'),
    )
    for (const report of [text, ...reports]) expect(report).not.toContain(repositoryRoot)
  })
})

test('an interrupted run still writes a result that says so', async () => {
  // Two checks run side by side: it is interrupted when one has ended and the other is under way.
  const awaited = new Set(['started hangs-long', 'ended passes'])
  const { exitCode, result } = await runSample('interrupted', ['passes', 'hangs-long'], (text, child) => {
    for (const line of text.trim().split('\n')) if (awaited.delete(line) && awaited.size === 0) child.kill('SIGINT')
  })
  expect(result).toMatchObject({ interrupted: 'SIGINT', notRun: ['sample/hangs-long'] })
  expect(exitCode).toBe(2)
})

test('a partial run judges only the rows it touched, and never proves a row whose checks did not all run', async () => {
  const { result } = await runSample('partial', ['passes', 'skips'])
  expect(result.rows.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['no-hub-calls', 'unproven'],
    ['validation-script', 'proven'],
  ])
  expect(result.partial).toEqual({ suites: [], checks: ['passes', 'skips'] })
})

test('what failed before runs again alone, and the result says what has changed', async () => {
  await runSample('again', ['passes', 'fails'])
  const { result } = await runSample('again', ['--rerun-failed'])
  expect(result.checks.map(({ id }) => id)).toEqual(['sample/fails'])
  expect(result.partial).toEqual({ suites: [], checks: ['sample/fails'] })
  expect(result.comparison).toMatchObject({ newlyFailed: [], noLongerFailed: [], newlyBroken: [], newlyProven: [] })
})

test('a folder that holds no report is never emptied', async () => {
  const precious = mkdtempSync(join(folder, 'precious-'))
  writeFileSync(join(precious, 'thesis.txt'), 'years of work')
  await expect(runSample(precious.slice(folder.length + 1), ['passes'])).rejects.toThrow()
  expect(readFileSync(join(precious, 'thesis.txt'), 'utf8')).toBe('years of work')
})

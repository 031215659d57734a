import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { result as resultSchema } from '../../src/base/result.ts'
import { check } from '../../src/checks/check.ts'
import { plainEnvironment } from '../../src/subject/server-process/server-process.ts'
import { tryLeaks } from '../../src/watching/leaks/try-leaks.ts'
import { requireCaught } from '../../src/watching/network/cut/require-caught.ts'

check(
  {
    proves: ['no-hub-calls', 'local-only'],
    method: 'isolated',
    promise:
      'The whole integration suite passes on a server that boots where the kernel has no network but loopback; nothing that leaks gets out from there',
    profile: 'full',
    timeoutMs: 600_000,
  },
  async ({ isolatedNetwork, subject, weights: _, temporaryFolder, evidence }) => {
    const output = join(temporaryFolder, 'isolated')
    const config = join(temporaryFolder, 'config.json')
    writeFileSync(config, JSON.stringify(subject.config))
    // The kernel's list of interfaces, taken down by the very process that becomes the gate.
    const interfacesFile = join(temporaryFolder, 'interfaces')
    const exitCode = await run([
      ...isolatedNetwork.prefix,
      ...['sh', '-c', 'cat /proc/self/net/dev > "$0" && exec "$@"', interfacesFile],
      ...[process.execPath, join(repositoryRoot, 'packages/validation/src/main.ts'), 'run', '--suite', 'integration', '--output', output],
      ...(subject.kind === 'canary' ? [] : ['--config', config]),
    ])
    const interfaces = readFileSync(interfacesFile, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(2)
      .map((row) => row.split(':')[0]?.trim())
    if (!existsSync(join(output, 'result.json')))
      throw new Error(`The gate inside the network namespace ended with ${exitCode} and no result.`)
    const inside = resultSchema.parse(JSON.parse(readFileSync(join(output, 'result.json'), 'utf8')))
    const checks = inside.checks.map(({ id, status, reason }) => ({ id, status, reason }))
    const generatedTokens = countGeneratedTokens(
      output,
      inside.checks.flatMap((each) => each.evidence.map((one) => one.file)),
    )
    const controls = await tryLeaks('isolated', temporaryFolder, () => ({
      prefix: isolatedNetwork.prefix,
      judge: (outcome) => ({ caught: stopped.test(outcome), by: outcome }),
    }))
    evidence.json('controls', controls)
    evidence.json('isolated-run', { isolation: isolatedNetwork.description, interfaces, exitCode, generatedTokens, checks })

    requireCaught(controls)
    expect(interfaces, 'network interfaces inside').toEqual(['lo'])
    const passed = checks.filter(({ status }) => status === 'pass')
    expect(
      checks.filter(({ status }) => status !== 'pass' && status !== 'not-applicable'),
      'checks that did not pass',
    ).toEqual([])
    expect(passed.length).toBeGreaterThan(0)
    expect(generatedTokens, 'tokens generated inside').toBeGreaterThan(0)
  },
)

/** Runs the gate to its end; one that takes too long is asked to stop, and still writes its report. */
const run = ([file = '', ...args]: readonly string[]) =>
  new Promise<number>((resolve) => {
    execFile(file, args, { env: plainEnvironment(), timeout: 540_000, maxBuffer: 64 * 1024 ** 2 }, (error) =>
      resolve(error ? Number(error.code ?? -1) : 0),
    )
  })

// Nowhere to send to; or, for what is on the loopback of the machine, nobody there on a loopback of one's own.
const stopped = /\bE(NETUNREACH|CONNREFUSED)\b/

/** Tokens of answers that the suite left as evidence. */
function countGeneratedTokens(folder: string, files: readonly string[]): number {
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'))
  const counts = texts.flatMap((text) => [...text.matchAll(/"(?:completion_tokens|completionTokens|output_tokens)": (\d+)/g)])
  return counts.reduce((sum, [, count]) => sum + Number(count), 0)
}

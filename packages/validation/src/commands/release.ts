import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { Command } from 'commander'
import { repositoryRoot } from '../base/repository-root.ts'
import { whyNotAttest } from '../release/attest/why-not-attest.ts'
import { packPackages } from '../release/packages/pack-packages.ts'
import { whyNotRelease } from '../release/why-not-release.ts'
import { readEnvironment } from '../run/surroundings/read-environment.ts'
import { readPreviousResult } from '../run/surroundings/write-reports.ts'

type Options = { dryRun: boolean; report?: string; output: string }

/** What of a report goes with a release. */
const attached = ['result.json', 'report.html', 'report.md', 'junit.xml', 'egress-attestation.json', 'egress-attestation.md']

/** `honestai-validate release`: what was proven, and nothing else, becomes packages. */
export const releaseCommand = new Command('release')
  .description(
    'Run the whole gate, and only where it ends with 0 build, pack and publish the packages, with report and attestation beside them.',
  )
  .option('--dry-run', 'do everything but publish', false)
  .option('--report <folder>', 'rest on a run that is done already, of the full profile with --attest, on this very commit')
  .option('--output <folder>', 'where packages, report and attestation go', 'reports/release')
  .addHelpText(
    'after',
    `
Exit codes: 0 released (or could be), 1 not.

Examples:
  $ pnpm release --dry-run
  $ pnpm validate --full --attest && pnpm release --dry-run --report reports/latest`,
  )
  .action(async (options: Options) => {
    process.exitCode = await release(options)
  })

async function release({ dryRun, report: given, output: name }: Options): Promise<number> {
  const output = resolve(name)
  const report = given === undefined ? join(output, 'gate') : resolve(given)
  if (given === undefined) {
    // Said now rather than after half an hour of the gate.
    const changes = whyNotAttest(repositoryRoot)
    if (changes) return refuse([changes])
    spawnSync(
      process.execPath,
      [join(repositoryRoot, 'packages/validation/src/main.ts'), 'run', '--full', '--attest', '--output', report],
      {
        stdio: 'inherit',
      },
    )
  }
  const reasons = whyNotRelease(readPreviousResult(report), readEnvironment())
  const missing = attached.filter((file) => !existsSync(join(report, file)))
  if (missing.length > 0) reasons.push(`The report lacks ${missing.join(', ')}. Was it made with --attest?`)
  if (reasons.length > 0) return refuse(reasons)

  const packages = join(output, 'packages')
  rmSync(packages, { recursive: true, force: true })
  const packed = await packPackages(repositoryRoot, packages)
  mkdirSync(join(output, 'report'), { recursive: true })
  for (const file of attached) cpSync(join(report, file), join(output, 'report', file))
  const files = [
    ...packed.map(({ tarball }) => tarball),
    ...readdirSync(join(output, 'report')).map((file) => join(output, 'report', file)),
  ]
  writeFileSync(join(output, 'SHA256SUMS'), files.map((file) => `${hashOf(file)}  ${relative(output, file)}\n`).join(''))
  for (const { tarball } of packed) {
    if (!dryRun) execFileSync('pnpm', ['publish', tarball, '--no-git-checks'], { cwd: repositoryRoot, stdio: 'inherit' })
    console.log(`${dryRun ? 'would publish' : 'published'} ${basename(tarball)}`)
  }
  console.log(`Packages, report and attestation, with their hashes: ${relative(process.cwd(), output) || '.'}`)
  return 0
}

function refuse(reasons: readonly string[]): number {
  console.error(['Nothing is released.', ...reasons.map((reason) => `- ${reason}`)].join('\n'))
  return 1
}

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

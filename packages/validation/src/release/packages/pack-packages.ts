import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { plainEnvironment } from '../../subject/server-process/server-process.ts'

/** Folders of what is published, each after what it depends on. The gate itself stays in the repository. */
const published = ['models/canary', 'packages/core', 'packages/server']

/** A package as it is published. */
export type PackedPackage = { name: string; folder: string; tarball: string }

/** Builds the packages of a repository and packs those that are published into a folder. Needs pnpm. */
export async function packPackages(root: string, output: string): Promise<PackedPackage[]> {
  mkdirSync(output, { recursive: true })
  const packed: PackedPackage[] = []
  for (const folder of published) {
    const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string; version: string }
    await pnpm(join(root, folder), ['run', '--if-present', 'build'])
    await pnpm(join(root, folder), ['pack', '--pack-destination', output])
    packed.push({ name, folder, tarball: join(output, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`) })
  }
  return packed
}

async function pnpm(cwd: string, parameters: readonly string[]): Promise<void> {
  try {
    await runPnpm(cwd, parameters)
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string }
    throw new Error(`pnpm ${parameters.join(' ')}: ${`${stdout}${stderr}`.trim() || message}`)
  }
}

/** Runs pnpm in a folder and gives what it prints. It installs nothing meanwhile: what is looked at is what was tried. */
export async function runPnpm(cwd: string, parameters: readonly string[]): Promise<string> {
  const env = { ...plainEnvironment(), pnpm_config_verify_deps_before_run: 'false' }
  const { stdout } = await promisify(execFile)('pnpm', parameters, { cwd, env, maxBuffer: 64 * 1024 ** 2 })
  return stdout
}

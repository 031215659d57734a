import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { plainEnvironment } from '../../subject/server-process/plain-environment.ts'

/** Runs pnpm in a folder and gives what it prints. It installs nothing meanwhile: what is looked at is what was tried. */
export async function runPnpm(cwd: string, parameters: readonly string[]): Promise<string> {
  const env = { ...plainEnvironment(), pnpm_config_verify_deps_before_run: 'false' }
  const { stdout } = await promisify(execFile)('pnpm', parameters, { cwd, env, maxBuffer: 64 * 1024 ** 2 })
  return stdout
}

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { repositoryRoot, resolvePackage } from '../../base/repository-root.ts'
import type { Result } from '../../base/result.ts'

/** What a result must be read beside: the commit, the versions, the machine, though never its name. */
export function readEnvironment(): Result['environment'] {
  const status = git('status', '--porcelain')
  return {
    commit: git('rev-parse', 'HEAD'),
    dirty: status === null ? null : status !== '',
    packages: packageVersions(),
    node: process.version,
    os: `${type()} ${release()} ${process.arch}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
  }
}

function git(...parameters: string[]): string | null {
  try {
    return execFileSync('git', parameters, { cwd: repositoryRoot, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}

/** Our own packages, and those whose version can change what the gate finds. */
function packageVersions(): Record<string, string> {
  const ours = ['core', 'server', 'validation'].map((name) => join(repositoryRoot, 'packages', name, 'package.json'))
  const others = [
    ['core', 'node-llama-cpp'],
    ['server', 'fastify'],
    ['validation', 'openai'],
    ['validation', 'vitest'],
  ] as const
  const files = [...ours, ...others.flatMap(([from, name]) => resolvePackage(from, name))]
  return Object.fromEntries(
    files.map((file) => {
      const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name: string; version: string }
      return [name, version]
    }),
  )
}

/** Where the tools of the Hugging Face family look for a token. */
export const tokenVariables: readonly string[] = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HF_TOKEN_PATH']

/** Drops the tokens of whoever runs the gate, so that every check is tried without one, and none can leak into evidence. */
export function forgetTokens(): void {
  for (const name of tokenVariables) delete process.env[name]
}

import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { resolvePackage } from '../../base/repository-root.ts'

const run = promisify(execFile)

/** llama.cpp's source at the release that the engine's binaries were built from. */
export type ReleaseSource = { release: string; folder: string }

/** Unpacks the source that node-llama-cpp carries as a git bundle into the cache, once. Nothing is downloaded. Needs git. */
export async function openReleaseSource(): Promise<ReleaseSource> {
  const bundled = bundledRelease()
  const folder = join(referenceFolder(bundled.release), 'source')
  if (!existsSync(folder)) {
    const partial = `${folder}.${process.pid}.partial`
    await mkdir(dirname(folder), { recursive: true })
    try {
      await run('git', ['clone', '--quiet', bundled.bundle, partial])
      await rename(partial, folder)
    } finally {
      await rm(partial, { recursive: true, force: true })
    }
  }
  return { release: bundled.release, folder }
}

/** Folder of one release in the cache: its source, and what was built from it. */
export const referenceFolder = (release = bundledRelease().release): string => cacheFolder('reference', `llama.cpp-${release}`)

function bundledRelease(): { release: string; bundle: string } {
  const [manifest] = resolvePackage('core', 'node-llama-cpp')
  if (manifest === undefined) throw new Error('node-llama-cpp is not installed: run pnpm install.')
  const folder = join(dirname(manifest), 'llama')
  const { tag } = JSON.parse(readFileSync(join(folder, 'llama.cpp.info.json'), 'utf8')) as { tag: string }
  return { release: tag, bundle: join(folder, 'gitRelease.bundle') }
}

/** Where generated weights and the reference build live: they cost minutes and gigabytes, and never belong in a repository. */
export const cacheFolder = (...parts: string[]): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'honestai', ...parts)

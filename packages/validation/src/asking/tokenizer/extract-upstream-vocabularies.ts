import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { resolvePackage } from '../../base/repository-root.ts'

/**
 * The vocabularies that llama.cpp tests its own tokenizers with, their golden texts and ids, and in `templates` the chat templates of
 * model families, out of the source that node-llama-cpp carries along. They are extracted once into the user's cache; returns the folder. Throws when git or the source is not there.
 */
export function extractUpstreamVocabularies(): string {
  const home = dirname(resolvePackage('core', 'node-llama-cpp')[0] ?? '')
  const bundle = join(home, 'llama/gitRelease.bundle')
  const { tag } = JSON.parse(readFileSync(join(home, 'llama/llama.cpp.info.json'), 'utf8'))
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'honestai/vocabularies')
  const folder = join(cache, `${tag}-${statSync(bundle).size}-with-templates`)
  if (!existsSync(folder)) extract(bundle, cache, folder)
  return join(folder, 'models')
}

function extract(bundle: string, cache: string, folder: string): void {
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'extracting-'))
  try {
    const repository = join(work, 'source.git')
    const files = join(work, 'files')
    mkdirSync(files)
    const git = (...args: string[]) => execFileSync('git', args, { stdio: 'pipe' })
    git('init', '--quiet', '--bare', repository)
    git('--git-dir', repository, 'fetch', '--quiet', '--no-tags', bundle, 'HEAD')
    git('--git-dir', repository, '--work-tree', files, 'checkout', '--quiet', 'FETCH_HEAD', '--', 'models/ggml-vocab-*', 'models/templates')
    // Whole or not at all; whoever was faster did the same work.
    if (!existsSync(folder)) renameSync(files, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

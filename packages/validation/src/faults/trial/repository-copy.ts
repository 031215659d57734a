import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeCopyFolder } from '../../run/surroundings/copy-folders.ts'
import { plainEnvironment } from '../../subject/server-process/server-process.ts'
import { applyChanges } from '../apply-changes.ts'
import type { Change } from '../fault.ts'

const lockfile = 'pnpm-lock.yaml'

/** A revision cannot run with the packages that are installed. */
export class NeedsOtherPackages extends Error {}

/** A copy of the repository that can be broken at will. */
export type RepositoryCopy = Disposable & {
  folder: string
  /** Makes changes, runs the action and takes the changes back. Throws when anything else has changed meanwhile. */
  withChanges<Value>(changes: readonly Change[], action: () => Promise<Value>): Promise<Value>
}

/**
 * Copies what git knows or would take in, uncommitted work included, ready to run; or, where one is named, what stands in a revision. The
 * copy lies inside the repository and shares the registry's packages with it, so a revision with others is refused.
 */
export function copyRepository(root: string, revision?: string): RepositoryCopy {
  const folder = makeCopyFolder(root)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  // Who is interrupted leaves at once, and has no time to dispose of anything.
  process.once('exit', remove)
  const files = revision === undefined ? copyFiles(root, folder) : copyRevision(root, folder, revision)
  linkDependencies(root, folder, files)
  // A repository of its own, with one commit: tools in it ask git, and what a run changes shows.
  git(folder, 'init', '--quiet', '--template=')
  mkdirSync(join(folder, '.git/info'))
  writeFileSync(join(folder, '.git/info/exclude'), '/node_modules\n')
  git(folder, 'add', '--all')
  git(folder, '-c', 'user.name=copy', '-c', 'user.email=', 'commit', '--quiet', '--no-verify', '--no-gpg-sign', '--message', 'Copied')

  return {
    folder,
    async withChanges(changes, action) {
      const read = (file: string) => readFileSync(join(folder, file), 'utf8')
      const changed = applyChanges(changes, read)
      const originals = new Map([...changed.keys()].map((file) => [file, read(file)]))
      write(folder, changed)
      try {
        return await action()
      } finally {
        write(folder, originals)
        refuseOtherChanges(folder)
      }
    },
    [Symbol.dispose]() {
      process.off('exit', remove)
      remove()
    },
  }
}

function copyFiles(root: string, folder: string): string[] {
  // What is deleted and not yet committed is still listed.
  const files = list(git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard')).filter((file) =>
    existsSync(join(root, file)),
  )
  for (const file of files) cpSync(join(root, file), join(folder, file), { verbatimSymlinks: true })
  return files
}

function copyRevision(root: string, folder: string, revision: string): string[] {
  const commit = git(root, 'rev-parse', '--verify', `${revision}^{commit}`).trim()
  if (git(root, 'show', `${commit}:${lockfile}`) !== readFileSync(join(root, lockfile), 'utf8')) {
    rmSync(folder, { recursive: true })
    throw new NeedsOtherPackages(
      `${revision} needs other packages than are installed here. Check it out elsewhere, install there, start its server, and name that with --against.`,
    )
  }
  const archive = execFileSync('git', ['archive', commit], { cwd: root, env: plainEnvironment(), maxBuffer: 1024 ** 3 })
  execFileSync('tar', ['--extract', '--directory', folder], { input: archive })
  return list(git(root, 'ls-tree', '-r', '-z', '--name-only', commit))
}

/**
 * Packages from the registry are shared with the original. The packages of the repository are linked to each other relatively,
 * so copied links lead to the copy.
 */
function linkDependencies(root: string, folder: string, files: readonly string[]): void {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
  const workspaces = files.filter((file) => file.endsWith('/package.json')).map((file) => dirname(file))
  for (const modules of workspaces.map((workspace) => join(workspace, 'node_modules'))) {
    if (existsSync(join(root, modules))) cpSync(join(root, modules), join(folder, modules), { recursive: true, verbatimSymlinks: true })
  }
}

function write(folder: string, texts: ReadonlyMap<string, string>): void {
  for (const [file, text] of texts) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
}

function refuseOtherChanges(folder: string): void {
  const others = list(git(folder, 'status', '--porcelain', '-z', '--untracked-files=all'))
  if (others.length > 0) throw new Error(`A run of the gate has changed the repository: ${others.join(', ')}`)
}

const list = (text: string): string[] => text.split('\0').filter(Boolean)

// Without the variables that git sets for its hooks, which would lead it to another repository.
const git = (folder: string, ...parameters: string[]): string =>
  execFileSync('git', parameters, { cwd: folder, env: plainEnvironment(), encoding: 'utf8', maxBuffer: 64 * 1024 ** 2, stdio: 'pipe' })

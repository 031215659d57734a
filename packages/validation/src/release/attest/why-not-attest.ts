import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const specifiers = z.record(z.string(), z.object({ specifier: z.string() })).default({})
const lockfile = z.object({
  importers: z.record(z.string(), z.object({ dependencies: specifiers, devDependencies: specifiers, optionalDependencies: specifiers })),
})

/**
 * Why nothing can be attested of a repository as it stands; undefined when it can. A statement about changes that nobody else has, or about
 * other packages than those of the lockfile, would be about nothing that can be named.
 */
export function whyNotAttest(root: string): string | undefined {
  const status = changesIn(root)
  if (status === undefined) return 'This is no git repository, so there is no commit to attest.'
  if (status !== '') return `The working tree has changes, which a statement about a commit would not hold for:\n${status}`
  const [locked, installed] = [join(root, 'pnpm-lock.yaml'), join(root, 'node_modules/.pnpm/lock.yaml')]
  if (!existsSync(locked)) return 'There is no pnpm-lock.yaml.'
  const text = readFileSync(locked, 'utf8')
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== text) {
    return 'What is installed is not what pnpm-lock.yaml says. Run `pnpm install --frozen-lockfile`.'
  }
  const unlocked = manifestsThatDiffer(root, text)
  if (unlocked.length > 0) return `pnpm-lock.yaml does not match ${unlocked.join(', ')}. Run \`pnpm install\` and commit the lockfile.`
  return undefined
}

function changesIn(root: string): string | undefined {
  try {
    return execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return undefined
  }
}

function manifestsThatDiffer(root: string, text: string): string[] {
  return Object.entries(lockfile.parse(parse(text)).importers).flatMap(([folder, locked]) => {
    const file = join(folder, 'package.json')
    const manifest = JSON.parse(readFileSync(join(root, file), 'utf8'))
    const isSame = (['dependencies', 'devDependencies', 'optionalDependencies'] as const).every((kind) => {
      const wanted = Object.entries<string>(manifest[kind] ?? {})
      return wanted.length === Object.keys(locked[kind]).length && wanted.every(([name, range]) => locked[kind][name]?.specifier === range)
    })
    return isSame ? [] : [file]
  })
}

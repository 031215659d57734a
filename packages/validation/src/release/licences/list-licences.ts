import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { runPnpm } from '../packages/pack-packages.ts'

/** A package that is installed with ours, and what may be done with it. */
export type LicensedPackage = { name: string; versions: string[]; licence: string; homepage: string | null }

const answer = z.record(
  z.string(),
  z.array(z.object({ name: z.string(), versions: z.array(z.string()), paths: z.array(z.string()), homepage: z.string().optional() })),
)

/**
 * What whoever installs the published packages gets beside them, by name. Packages for one system alone are left out, for another machine has
 * others: they are the binaries of packages that are listed. Needs pnpm.
 */
export async function listLicences(root: string): Promise<LicensedPackage[]> {
  const published = ['@honestai/core', '@honestai/server'].flatMap((name) => ['--filter', name])
  const stdout = await runPnpm(root, ['licenses', 'list', '--prod', '--json', ...published])
  return Object.entries(answer.parse(JSON.parse(stdout)))
    .flatMap(([licence, packages]) => packages.filter(isForEverySystem).map((one) => ({ ...one, licence })))
    .map(({ name, versions, licence, homepage }) => ({ name, versions: versions.toSorted(), licence, homepage: homepage ?? null }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

function isForEverySystem({ paths }: { paths: readonly string[] }): boolean {
  return paths.every((path) => {
    const { os, cpu } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as { os?: unknown; cpu?: unknown }
    return os === undefined && cpu === undefined
  })
}

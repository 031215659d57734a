import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** A package of the registry, in the version that is installed. */
export type LockedPackage = { name: string; version: string }

/** Every package that a lockfile of pnpm names. */
export function readLockedPackages(file: string): LockedPackage[] {
  const { packages = {} } = parse(readFileSync(file, 'utf8')) as { packages?: Record<string, unknown> }
  return Object.keys(packages).map((key) => {
    // A scope begins with the same sign.
    const at = key.lastIndexOf('@')
    return { name: key.slice(0, at), version: key.slice(at + 1) }
  })
}

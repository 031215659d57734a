import satisfies from 'spdx-satisfies'
import type { LicensedPackage } from './list-licences.ts'

/** What may be shipped beside Apache-2.0, and asks for no more than to be named. */
const compatible = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
]

/** Packages whose licence is not compatible or not to be read, and those that the page does not name with it. */
export function findLicenceFaults(packages: readonly LicensedPackage[], page: string): string[] {
  return packages.flatMap(({ name, licence }) => [
    ...(isCompatible(licence) ? [] : [`${name} has the licence "${licence}".`]),
    ...(page.includes(`${name}](`) || page.includes(`| ${name} |`) ? [] : [`The page does not name ${name}.`]),
  ])
}

function isCompatible(licence: string): boolean {
  try {
    return satisfies(licence, compatible)
  } catch {
    // No expression of SPDX's.
    return false
  }
}

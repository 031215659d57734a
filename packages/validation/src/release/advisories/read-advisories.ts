import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Advisory, advisory } from './advisory.ts'

/** Advisories from a folder, and the day of the newest. */
export type AdvisorySource = { advisories: Advisory[]; newest: string }

/** Reads a folder of OSV records, one a file, as OSV's `npm/all.zip` unpacks into. Throws when a record is none, or there is none at all. */
export function readAdvisories(folder: string): AdvisorySource {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  const advisories = files.map((file) => readAdvisory(join(folder, file)))
  const newest = advisories
    .map(({ modified }) => modified.slice(0, 10))
    .sort()
    .at(-1)
  if (newest === undefined) throw new Error('The folder of advisories holds none: unpack npm/all.zip of OSV there.')
  return { advisories, newest }
}

function readAdvisory(file: string): Advisory {
  const { data, error } = advisory.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (error) throw new Error(`${file} is no record in the form of OSV: ${error.issues[0]?.path.join('.')} ${error.issues[0]?.message}`)
  return data
}

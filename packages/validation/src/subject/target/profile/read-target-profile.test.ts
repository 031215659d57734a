import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { repositoryRoot } from '../../../base/repository-root.ts'
import { isForAnyServer, readCatalogue } from '../../../verdict/catalogue.ts'
import { readTargetProfile } from './read-target-profile.ts'

const folder = mkdtempSync(join(tmpdir(), 'honestai-profile-'))
afterAll(() => rmSync(folder, { recursive: true }))

const shipped = readdirSync(join(repositoryRoot, 'packages/validation/targets')).map((file) => file.replace('.yaml', ''))
const checks = readCatalogue().filter(isForAnyServer)

test.each(shipped)('the waivers of %s are of checks that there are', (name) => {
  const { waivers } = readTargetProfile(name)
  expect(waivers.map(({ check }) => check).filter((id) => !checks.some((check) => check.id === id))).toEqual([])
})

test('every fault of a profile is told at once, each with its path', () => {
  const file = join(folder, 'bad.yaml')
  writeFileSync(file, 'name: ""\nexpects: [telepathy]\nwaivers: [{ check: a, reason: b, link: c, expires: never }]\n')
  expect(() => readTargetProfile(file)).toThrow(/name[\s\S]*expects\[0\][\s\S]*waivers\[0\]\.link[\s\S]*waivers\[0\]\.expires/)
})

test('a profile that is neither a file nor shipped is named', () => {
  expect(() => readTargetProfile('nowhere')).toThrow('There is no profile "nowhere"')
})

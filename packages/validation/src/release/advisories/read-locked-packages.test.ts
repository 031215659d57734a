import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repositoryRoot } from '../../base/repository-root.ts'
import { readLockedPackages } from './read-locked-packages.ts'

test('the lockfile names packages with and without a scope, each with its version', () => {
  const packages = readLockedPackages(join(repositoryRoot, 'pnpm-lock.yaml'))
  expect(packages.length).toBeGreaterThan(100)
  expect(packages).toContainEqual({ name: 'fastify', version: expect.stringMatching(/^5\.\d+\.\d+$/) })
  expect(packages).toContainEqual({ name: '@huggingface/jinja', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) })
})

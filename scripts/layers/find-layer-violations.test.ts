import { expect, test } from 'vitest'
import { findLayerViolations } from './find-layer-violations.ts'

const core = (path: string) => `packages/core/src/${path}`

const rulesBroken = (file: string, specifier: string) => findLayerViolations([{ file, line: 1, specifier }]).map(({ rule }) => rule)

test.each([
  { file: core('router/router.ts'), specifier: '../engine/engine.ts' },
  { file: core('assistant/assistant.ts'), specifier: '../router/router.ts' },
  { file: core('router/create-router.ts'), specifier: './router.ts' },
  { file: core('config/config.ts'), specifier: '../errors.ts' },
  { file: core('errors.ts'), specifier: './errors/error-codes.ts' },
  { file: core('errors/error-codes.test.ts'), specifier: '../errors.ts' },
  { file: core('index.ts'), specifier: './router/router.ts' },
  { file: core('index.test.ts'), specifier: './index.ts' },
  { file: core('pull.ts'), specifier: './models/pull-file.ts' },
  { file: core('config/config.ts'), specifier: 'zod' },
  { file: core('config/config.ts'), specifier: 'node:fs' },
  { file: 'packages/server/src/main.ts', specifier: '@honestai/core' },
  { file: 'packages/server/src/app/build-server.test.ts', specifier: '@honestai/core/testing' },
  { file: 'packages/server/src/cli/commands/pull.ts', specifier: '@honestai/core/pull' },
  { file: 'packages/validation/checks/health/live.check.ts', specifier: '@honestai/server' },
  { file: 'packages/validation/src/main.ts', specifier: '@honestai/core/testing' },
  { file: 'scripts/write-error-docs.ts', specifier: '@honestai/core' },
])('$file may import $specifier', ({ file, specifier }) => {
  expect(rulesBroken(file, specifier)).toEqual([])
})

test.each([
  { file: core('config/config.ts'), specifier: '../models/model.ts', says: 'config is left of models' },
  { file: core('models/model.ts'), specifier: '../router/router.ts', says: 'models is left of router' },
  { file: core('engine/engine.ts'), specifier: '../assistant/assistant.ts', says: 'engine is left of assistant' },
  { file: core('errors.ts'), specifier: './config/config.ts', says: 'errors is left of config' },
  { file: core('router/router.ts'), specifier: '../index.ts', says: 'a face for other packages' },
  { file: core('utils/text.ts'), specifier: '../config/config.ts', says: 'utils is no stage' },
  { file: core('router/router.ts'), specifier: '../utils/text.ts', says: 'utils is no stage' },
  { file: core('router/router.ts'), specifier: '@honestai/server', says: 'core does not import server' },
  { file: core('router/router.ts'), specifier: '@honestai/core', says: 'core does not import core' },
  { file: 'packages/server/src/main.ts', specifier: '@honestai/validation', says: 'server does not import validation' },
  { file: 'packages/server/src/main.ts', specifier: '../../core/src/errors.ts', says: 'by its name, @honestai/core' },
  { file: 'packages/server/src/main.ts', specifier: '@honestai/core/testing', says: 'must not ship it' },
  { file: 'packages/server/src/app/start-server.ts', specifier: '@honestai/core/pull', says: 'pull is the only command that may' },
  { file: 'packages/validation/src/main.ts', specifier: '@honestai/core/src/errors.ts', says: 'only the public exports' },
])('$file must not import $specifier: $says', ({ file, specifier, says }) => {
  expect(rulesBroken(file, specifier)).toEqual([expect.stringContaining(says)])
})

test('a violation carries the place of its import', () => {
  const statement = { file: core('config/config.ts'), line: 7, specifier: '../models/model.ts' }
  expect(findLayerViolations([statement])).toEqual([expect.objectContaining(statement)])
})

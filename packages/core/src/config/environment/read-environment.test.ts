import { expect, test } from 'vitest'
import { loadConfig } from '../load-config.ts'
import { configJsonSchema } from '../schema/config-json-schema.ts'
import { environmentSettings } from './environment-settings.ts'

const faultsOf = async (environment: NodeJS.ProcessEnv) => {
  const error = await loadConfig({}, environment).catch((reason) => reason)
  expect(error.code).toBe('config_invalid')
  return error.details.faults
}

test('every key of the server has a variable, and no two variables have one name', () => {
  const settings = environmentSettings()
  const keys = Object.keys(configJsonSchema().properties?.server?.properties ?? {})
  expect(keys.filter((key) => !settings.some(({ path: [section, name] }) => section === 'server' && name === key))).toEqual([])
  expect(new Set(settings.map(({ name }) => name)).size).toBe(settings.length)
  expect(settings.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'HONESTAI_SERVER__MAX_TOOLS',
      'HONESTAI_MEMORY_BUDGET_BYTES',
      'HONESTAI_TASKS__CONTENT_MODERATION__SAFE_LABELS',
    ]),
  )
})

test('the environment sets numbers, truths, lists and texts', async () => {
  const { server, tasks, memoryBudgetBytes } = await loadConfig(
    {},
    {
      HONESTAI_SERVER__MAX_TOOLS: '7',
      HONESTAI_ALLOW_NO_KEY: 'true',
      HONESTAI_SERVER__ALLOWED_HOSTS: 'a.example, b.example',
      HONESTAI_LOG_LEVEL: 'debug',
      HONESTAI_TASKS__GENERAL_REASONING__MAX_COMPLETION_TOKENS: '9',
      HONESTAI_MEMORY_BUDGET_BYTES: '1000000000',
      HONESTAI_PORT: '',
      HONESTAI_API_KEYS: 'never-a-part-of-a-config',
    },
  )
  expect(server).toMatchObject({ maxTools: 7, allowNoKey: true, allowedHosts: ['a.example', 'b.example'], logLevel: 'debug', port: 8080 })
  expect([tasks.general_reasoning.maxCompletionTokens, memoryBudgetBytes]).toEqual([9, 1_000_000_000])
})

test('weights and files can be named in the environment, and those of the caller stand in their place', async () => {
  expect((await loadConfig({}, { HONESTAI_MODEL: 'b.gguf' })).models[0]?.id).toBe('b')
  expect((await loadConfig({ model: 'c.gguf' }, { HONESTAI_MODEL: 'b.gguf', HONESTAI_CONFIG: '/lost.yaml' })).models[0]?.id).toBe('c')
  await expect(loadConfig({}, { HONESTAI_CONFIG: '/lost.yaml' })).rejects.toMatchObject({ code: 'config_unreadable' })
})

test('every fault of the environment is named at once, by its variable', async () => {
  expect(
    await faultsOf({
      HONESTAI_SERVER__MAX_TOOL: '7',
      HONESTAI_PORT: '80 80',
      HONESTAI_LOG_LEVEL: 'loud',
      HONESTAI_SERVER__ALLOWED_ORIGINS: 'https://a.example,*',
      HONESTAI_HOST: 'a',
      HONESTAI_SERVER__HOST: 'b',
    }),
  ).toEqual([
    { path: 'HONESTAI_SERVER__MAX_TOOL', problem: expect.stringContaining('no such setting') },
    { path: 'HONESTAI_SERVER__HOST', problem: expect.stringContaining('HONESTAI_HOST') },
    { path: 'HONESTAI_PORT', problem: expect.stringContaining('whole number') },
    { path: 'HONESTAI_SERVER__ALLOWED_ORIGINS', problem: expect.stringContaining('an origin') },
    { path: 'HONESTAI_LOG_LEVEL', problem: expect.stringContaining('"debug"') },
  ])
})

test('options win over the environment', async () => {
  expect((await loadConfig({ port: 3 }, { HONESTAI_PORT: '2' })).server.port).toBe(3)
})

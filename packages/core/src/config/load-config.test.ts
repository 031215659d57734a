import { mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from './load-config.ts'

async function configFile(text: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'honestai-config-')), 'honestai.yaml')
  await writeFile(file, text)
  return file
}

test('without a source the canary is served on loopback', async () => {
  const config = await loadConfig()
  expect(config.models.map((model) => model.id)).toEqual(['canary', 'canary-embedding'])
  expect(config.server.host).toBe('127.0.0.1')
  expect(config.models.every((model) => model.provider === 'local' && model.sha256)).toBe(true)
})

test('relative model paths start at the config file', async () => {
  const file = await configFile('models: [{ id: a, path: weights/a.gguf }]')
  const config = await loadConfig({ file, port: 0 })
  expect(config.models[0]?.path).toBe(join(file, '..', 'weights/a.gguf'))
  expect(config.server.port).toBe(0)
})

test('the file with API keys starts at the config file, or at the working directory when the command line names it', async () => {
  const file = await configFile('models: [{ id: a, path: a.gguf }]\nserver: { apiKeysFile: keys.txt }')
  expect((await loadConfig({ file })).server.apiKeysFile).toBe(join(file, '..', 'keys.txt'))
  expect((await loadConfig({ file, apiKeysFile: 'mine.txt' })).server.apiKeysFile).toBe(join(process.cwd(), 'mine.txt'))
})

const examples = join(import.meta.dirname, '../../../../examples')
test.each(await readdir(examples))('the example %s is a config without fault', async (name) => {
  expect((await loadConfig({ file: join(examples, name) }, {})).models.length).toBeGreaterThan(0)
})

test('a model given by its path is named after its file', async () => {
  const config = await loadConfig({ model: '/weights/My Model (1).gguf' })
  expect(config.models[0]?.id).toBe('My-Model--1-')
})

test('every fault is named at once, with its path', async () => {
  const file = await configFile('models: [{ id: "a b", path: 7 }, { id: x, path: y, typo: 1 }]\ntasks: { general_reasoning: { model: 5 } }')
  const error = await loadConfig({ file }).catch((reason) => reason)
  expect(error.code).toBe('config_invalid')
  expect(error.details.faults.map((fault: { path: string }) => fault.path)).toEqual([
    'models[1].typo',
    'models[0].id',
    'models[0].path',
    'tasks.general_reasoning.model',
  ])
})

test.each([
  { text: 'models: [{ id: a, path: p }, { id: a, path: q }]', path: 'models[1].id' },
  { text: 'models: [{ id: a, path: p }]\ntasks: { content_moderation: { model: b } }', path: 'tasks.content_moderation.model' },
  { text: 'models: [{ id: a, path: p }]\nserver: { readiness: { models: [a, b] } }', path: 'server.readiness.models[1]' },
  { text: 'models: [{ id: a }]', path: 'models[0].path' },
  { text: 'models: [{ id: a, path: p, source: "hf:o/r" }]', path: 'models[0].source' },
  { text: 'models: [{ id: a, source: "o/r" }]', path: 'models[0].source' },
  { text: 'models: [{ id: a, path: p, sha256: [] }]', path: 'models[0].sha256' },
  { text: 'models: []', path: 'models' },
  { text: '', path: 'models' },
  { text: 'models: [{ id: a, path: p, provider: hosted }]', path: 'models[0].provider' },
])('a config with a fault at $path is refused', async ({ text, path }) => {
  const error = await loadConfig({ file: await configFile(text) }).catch((reason) => reason)
  expect(error.details.faults[0].path).toBe(path)
})

test.each([
  { title: 'is not there', file: async () => '/nowhere/honestai.yaml' },
  { title: 'is no YAML', file: () => configFile('models: [') },
])('a config that $title cannot be read', async ({ file }) => {
  const error = await loadConfig({ file: await file() }).catch((reason) => reason)
  expect(error.code).toBe('config_unreadable')
  expect(error.message).not.toContain('/')
})

test('a config cannot be changed after it was checked', async () => {
  const config = await loadConfig()
  expect(() => Object.assign(config.models[0] ?? {}, { path: 'elsewhere' })).toThrow(TypeError)
})

import { copyFile, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { canaryConfig } from '../config/canary-config.ts'
import { modelConfig } from '../config/schema/config.ts'
import { verifyModel } from './verify-model.ts'

const [canary, embedding] = canaryConfig().models

async function copyOfCanary() {
  const folder = await mkdtemp(join(tmpdir(), 'honestai-weights-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'canary.gguf')
  await copyFile(canary?.path ?? '', path)
  return modelConfig.parse({ ...canary, path })
}

test('the embedded weights are the pinned ones', async () => {
  const models = await Promise.all([canary, embedding].map((config) => verifyModel(modelConfig.parse(config))))
  expect(models.map((model) => model.abilities)).toEqual([['chat'], ['embed']])
  expect(models.map((model) => model.sha256)).toEqual([canary?.sha256, embedding?.sha256])
})

test('one flipped bit is found, also after the file was verified once', async () => {
  const config = await copyOfCanary()
  await verifyModel(config)
  const file = await open(config.path ?? '', 'r+')
  const byte = Buffer.alloc(1)
  await file.read(byte, 0, 1, 1_000_000)
  await file.write(Buffer.from([byte.readUInt8() ^ 1]), 0, 1, 1_000_000)
  await file.close()
  const error = await verifyModel(config).catch((reason) => reason)
  expect(error.code).toBe('weights_hash_mismatch')
  expect(error.details.expected).toBe(config.sha256)
  expect(error.message).toContain('canary.gguf')
})

test.each([
  { title: 'a missing file', path: '/nowhere/a.gguf', code: 'weights_missing' },
  { title: 'a path through a file', path: `${canary?.path}/a.gguf`, code: 'weights_missing' },
  { title: 'a folder', path: tmpdir(), code: 'weights_unreadable' },
])('$title is told as $code, without its folder', async ({ path, code }) => {
  const error = await verifyModel(modelConfig.parse({ id: 'a', path })).catch((reason) => reason)
  expect(error.code).toBe(code)
  expect(error.message).not.toContain('/')
})

test('a template of the config stands in the place of that in the weights', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'honestai-template-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'own.jinja')
  await writeFile(file, '{{ messages[0].content }}')
  const templateOf = async (chatTemplate: string) => (await verifyModel(modelConfig.parse({ ...canary, chatTemplate }))).gguf.chatTemplate
  expect(await templateOf(file)).toBe('{{ messages[0].content }}')
  expect(await templateOf('chatml')).toContain('<|im_start|>')
  await expect(templateOf('nothing')).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining('chatml') })
})

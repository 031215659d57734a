import { mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { canaryConfig } from '../../config/canary-config.ts'
import { modelConfig } from '../../config/schema/config.ts'
import { splitInTwo } from '../../models/testing/split-in-two.ts'
import { verifyModel } from '../../models/verify-model.ts'
import { createProcessEngine } from '../process/process-engine.ts'

async function splitCanary() {
  const folder = await mkdtemp(join(tmpdir(), 'honestai-split-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const { files, sha256 } = splitInTwo(await readFile(canaryConfig().models[0]?.path ?? ''))
  const paths = [1, 2].map((number) => join(folder, `canary-0000${number}-of-00002.gguf`))
  const [first = '', second = ''] = paths
  await writeFile(first, files[0])
  await writeFile(second, files[1])
  return { first, second, files, sha256 }
}

test('split weights are verified file by file, named by any of them, and loaded', { timeout: 30_000 }, async () => {
  const { first, second, files, sha256 } = await splitCanary()
  const model = await verifyModel(modelConfig.parse({ id: 'split', path: second, sha256 }))
  expect(model).toMatchObject({ path: first, gguf: { splitFiles: 2, fileBytes: files[0].length + files[1].length } })
  await using engine = await createProcessEngine({ ...model, contextSize: 256 }, { slots: 1 })
  expect((await engine.tokenize('What is the capital of France?')).length).toBeGreaterThan(3)
})

test('a part that is missing, changed or in the wrong place is named', async () => {
  const { first, second, files, sha256 } = await splitCanary()
  const config = modelConfig.parse({ id: 'split', path: first, sha256 })
  const fault = () => verifyModel({ ...config }).catch((error) => error)
  await writeFile(second, Buffer.concat([files[1], Buffer.alloc(1)]))
  expect(await fault()).toMatchObject({ code: 'weights_hash_mismatch', details: { file: 'canary-00002-of-00002.gguf' } })
  await writeFile(second, files[0])
  expect(await fault()).toMatchObject({ code: 'weights_malformed', message: expect.stringContaining('stands in place 2') })
  await unlink(second)
  expect(await fault()).toMatchObject({ code: 'weights_part_missing', details: { missing: ['canary-00002-of-00002.gguf'] } })
})

test('one file of split weights under another name is refused', async () => {
  const { first } = await splitCanary()
  const alone = first.replace('-00001-of-00002', '')
  await writeFile(alone, await readFile(first))
  const error = await verifyModel(modelConfig.parse({ id: 'split', path: alone })).catch((reason) => reason)
  expect(error).toMatchObject({ code: 'weights_malformed', message: expect.stringContaining('one of 2 files') })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { canaryConfig } from '../../config/canary-config.ts'
import { modelConfig } from '../../config/schema/config.ts'
import { WatchedWeights } from './watched-weights.ts'

test.each([
  { title: 'does not parse', template: '{% if %}', says: 'Line 1' },
  { title: 'refuses every chat', template: "{{ raise_exception('Never.') }}", says: 'Never.' },
])('weights whose template $title are not usable, and say why', async ({ template, says }) => {
  const folder = await mkdtemp(join(tmpdir(), 'honestai-template-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const chatTemplate = join(folder, 'own.jinja')
  await writeFile(chatTemplate, template)
  const weights = new WatchedWeights(modelConfig.parse({ ...canaryConfig().models[0], chatTemplate }))
  await expect(weights.verify()).rejects.toMatchObject({ code: 'weights_malformed', message: expect.stringContaining(says) })
  expect(weights.model).toBeUndefined()
})

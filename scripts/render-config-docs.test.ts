import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environmentSettings, formatPath, loadConfig } from '@honestai/core'
import { expect, test } from 'vitest'
import { renderConfigDocs } from './render-config-docs.ts'

const page = renderConfigDocs()

/** What stands under the heading of a key. */
const sectionOf = (key: string) => page.split(/^##+ /m).find((section) => section.startsWith(`${key}\n`))

test.each(environmentSettings())('$name stands under its key', ({ name, path, schema }) => {
  const section = sectionOf(formatPath(path))
  expect(section).toContain(`\`${name}\``)
  expect(section).toContain(schema.description)
})

test.each([
  { key: 'models', says: '- Must be given' },
  { key: 'models[].id', says: '- Must be given' },
  { key: 'models[].slots', says: '- Value: whole number, 1 to 64\n- Default: `4`' },
  { key: 'models[].timeouts.clientStallMs', says: 'whole number of milliseconds' },
  { key: 'models[].speculation', says: '- Value: `"none"` or `"prompt-lookup"`\n- Default: `"none"`' },
  { key: 'server.bodyLimitBytes', says: '- Default: `8388608` (8 MiB)' },
  { key: 'tasks.content_moderation.safeLabels', says: '- Default: `["safe"]`' },
])('$key says $says', ({ key, says }) => {
  expect(sectionOf(key)).toContain(says)
})

test('every key says what it is for', () => {
  expect(page).not.toContain('undefined')
})

test('every heading has an anchor of its own, and every link within the page one to go to', () => {
  const anchors = [...page.matchAll(/^##+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .replace(/[^\w\s]/g, '')
      .replace(/\s/g, '-')
      .toLowerCase(),
  )
  expect(new Set(anchors).size).toBe(anchors.length)
  for (const [, target] of page.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(target)
})

test('the example is a config', async () => {
  const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(page) ?? []
  const folder = await mkdtemp(join(tmpdir(), 'honestai-docs-'))
  const file = join(folder, 'honestai.yaml')
  try {
    await writeFile(file, yaml)
    expect((await loadConfig({ file }, {})).models.map(({ id }) => id)).toEqual(['qwen', 'nomic'])
  } finally {
    await rm(folder, { recursive: true })
  }
})

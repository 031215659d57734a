import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readAdvisories } from './read-advisories.ts'

const folderWith = (texts: Record<string, string>) => {
  const folder = mkdtempSync(join(tmpdir(), 'honestai-advisories-'))
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text)
  return folder
}

test('a source is as new as its newest record', () => {
  const record = (id: string, modified: string) => JSON.stringify({ id, modified })
  const folder = folderWith({
    'a.json': record('a', '2026-03-01T10:00:00Z'),
    'b.json': record('b', '2026-01-01T00:00:00Z'),
    'notes.txt': '',
  })
  expect(readAdvisories(folder)).toMatchObject({ newest: '2026-03-01', advisories: [{ id: 'a' }, { id: 'b' }] })
})

test.each([
  { of: 'an empty folder', texts: {}, says: 'holds none' },
  { of: 'a record without its date', texts: { 'a.json': '{"id":"a"}' }, says: 'modified' },
])('$of is refused: $says', ({ texts, says }) => {
  expect(() => readAdvisories(folderWith(texts))).toThrow(says)
})

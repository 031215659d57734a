import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findBrokenLinks } from './find-broken-links.ts'

const root = mkdtempSync(join(tmpdir(), 'honestai-links-'))
mkdirSync(join(root, 'sub'))
writeFileSync(join(root, 'other page.md'), '# What *is* `this`?\n\n# Twice\n\n# Twice\n\n<a id="given"></a>\n')
writeFileSync(join(root, 'picture.svg'), '<svg/>')

test.each([
  { link: '[a](other%20page.md)' },
  { link: '[a](<other page.md#what-is-this>)' },
  { link: '[a](other%20page.md#twice-1)' },
  { link: '[a](other%20page.md#given)' },
  { link: '[a](#here)' },
  { link: '[a](sub)' },
  { link: '![a](picture.svg)' },
  { link: '[a](https://example.org/nothing#at-all)' },
  { link: '[a](mailto:nobody@example.org)' },
  { link: '[a][b]\n\n[b]: picture.svg' },
  { link: '`[a](nothing.md)`' },
  { link: '```\n[a](nothing.md)\n```' },
])('$link leads somewhere', ({ link }) => {
  expect(brokenIn(`# Here\n\n${link}\n`)).toEqual([])
})

test.each([
  { link: '[a](nothing.md)', why: 'there is no such file' },
  { link: '![a](nothing.png)', why: 'there is no such file' },
  { link: '[a](other%20page.md#thrice)', why: 'the file has no such place' },
  { link: '[a](other%20page.md#twice-2)', why: 'the file has no such place' },
  { link: '[a](#there)', why: 'the file has no such place' },
  { link: '[a](picture.svg#part)', why: 'only Markdown has such places' },
  { link: '[a](../../outside.md)', why: 'it leaves the repository' },
  { link: '[a][b]\n\n[b]: nothing.md', why: 'there is no such file' },
])('$link is broken: $why', ({ link, why }) => {
  expect(brokenIn(`---\ntitle: A page\n---\n\n# Here\n\n${link}\n`)).toEqual([{ file: 'page.md', line: 7, url: expect.any(String), why }])
})

function brokenIn(text: string) {
  const file = join(root, 'page.md')
  writeFileSync(file, text)
  return findBrokenLinks(root, [file]).broken
}

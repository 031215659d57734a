import { expect, test } from 'vitest'
import { findCrowdedFolders } from './find-crowded-folders.ts'

const folder = 'packages/core/src/engine'
const filesIn = (count: number, inFolder = folder) => Array.from({ length: count }, (_, index) => `${inFolder}/file-${index}.ts`)

test.each([
  { title: 'fifteen files', files: filesIn(15) },
  { title: 'many files in a folder of their own', files: [...filesIn(14), ...filesIn(15, `${folder}/steps`)] },
  { title: 'many files above the source', files: filesIn(20, 'packages/core') },
])('$title are not too many', ({ files }) => {
  expect(findCrowdedFolders(files)).toEqual([])
})

test.each([
  { title: 'sixteen files', files: filesIn(16) },
  { title: 'fifteen files and a folder', files: [...filesIn(15), `${folder}/steps/a.ts`] },
  { title: 'sixteen with tests and pages among them', files: [...filesIn(14), `${folder}/file.test.ts`, `${folder}/page.css`] },
])('$title are, and the folder is named', ({ files }) => {
  expect(findCrowdedFolders(files)).toEqual([expect.stringContaining(`${folder} holds 16 entries, and 15 are the most`)])
})

import { expect, test } from 'vitest'
import { findImportCircles } from './find-import-circles.ts'

/** Imports written as `from > to`, each at a line of its own. */
const imports = (...edges: string[]) =>
  edges.map((edge, index) => {
    const [from, to] = edge.split(' > ')
    return { file: `src/${from}.ts`, line: index + 1, specifier: `./${to}.ts` }
  })

test('imports that go one way are no circle, however often they meet', () => {
  expect(findImportCircles(imports('a > b', 'a > c', 'b > d', 'c > d'))).toEqual([])
})

test.each([
  { title: 'two files', edges: ['a > b', 'b > a'], circles: ['src/a.ts → src/b.ts → src/a.ts'] },
  { title: 'three files', edges: ['a > b', 'b > c', 'c > a'], circles: ['src/a.ts → src/b.ts → src/c.ts → src/a.ts'] },
  { title: 'a file and itself', edges: ['a > a'], circles: ['src/a.ts → src/a.ts'] },
  { title: 'files behind one outside', edges: ['a > b', 'b > c', 'c > b'], circles: ['src/b.ts → src/c.ts → src/b.ts'] },
  {
    title: 'the shorter of two ways',
    edges: ['a > b', 'b > c', 'c > a', 'b > a'],
    circles: ['src/a.ts → src/b.ts → src/a.ts', 'src/c.ts → src/a.ts → src/b.ts → src/c.ts'],
  },
])('a circle of $title is told once', ({ edges, circles }) => {
  expect(findImportCircles(imports(...edges)).map(({ rule }) => rule)).toEqual(
    circles.map((circle) => expect.stringContaining(`imports go in a circle, ${circle};`)),
  )
})

test('a circle is told with the import that begins it', () => {
  expect(findImportCircles(imports('x > a', 'a > b', 'b > a'))).toEqual([
    expect.objectContaining({ file: 'src/a.ts', line: 2, specifier: './b.ts' }),
  ])
})

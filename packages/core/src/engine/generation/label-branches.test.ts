import fc from 'fast-check'
import { expect, test } from 'vitest'
import { labelBranches } from './choose-label.ts'

const label = fc.array(fc.nat(3), { minLength: 1, maxLength: 5 })
const labels = fc.uniqueArray(label, { minLength: 1, maxLength: 8, selector: (tokens) => tokens.join() })

test('labels part where their tokens first differ, and where one is the start of another', () => {
  expect(labelBranches([[1, 2], [1, 3], [1]])).toEqual([
    {
      path: [1],
      ways: new Map([
        [2, [0]],
        [3, [1]],
        [null, [2]],
      ]),
    },
  ])
})

test('one label parts nowhere', () => {
  expect(labelBranches([[1, 2, 3]])).toEqual([])
})

test('equal ways at every branch give every label a share, and the shares add up to one', () => {
  fc.assert(
    fc.property(labels, (tokens) => {
      const shares = tokens.map(() => 1)
      for (const { ways } of labelBranches(tokens)) {
        for (const behind of ways.values()) for (const index of behind) shares[index] = (shares[index] ?? 0) / ways.size
      }
      expect(shares.every((share) => share > 0)).toBe(true)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
    }),
  )
})

test('any two labels part exactly once', () => {
  fc.assert(
    fc.property(labels, (tokens) => {
      const branches = labelBranches(tokens)
      for (let a = 0; a < tokens.length; a++) {
        for (let b = a + 1; b < tokens.length; b++) {
          const parting = branches.filter(({ ways }) => wayOf(ways, a) !== wayOf(ways, b))
          expect(parting.filter(({ ways }) => wayOf(ways, a) !== undefined && wayOf(ways, b) !== undefined)).toHaveLength(1)
        }
      }
    }),
  )
})

const wayOf = (ways: ReadonlyMap<number | null, readonly number[]>, index: number) =>
  [...ways].find(([, behind]) => behind.includes(index))?.[0]

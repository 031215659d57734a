import { expect, test } from 'vitest'
import { interleave } from './interleave.ts'

test('sides take turns, and whoever was first goes last in the next round', async () => {
  const order: string[] = []
  const side = (name: string) => async (round: number) => {
    order.push(`${name}${round}`)
    return round
  }
  const samples = await interleave(3, { ours: side('a'), others: side('b') })
  expect(order).toEqual(['a0', 'b0', 'b1', 'a1', 'a2', 'b2'])
  expect(samples).toEqual({ ours: [0, 1, 2], others: [0, 1, 2] })
})

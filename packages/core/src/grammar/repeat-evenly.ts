import { choice, type Expression, empty, repeat, sequence } from './grammar.ts'

// Written out one by one, a rule for each; beyond, in blocks.
const mostSingly = 100

/**
 * Repeats from `least` to `most` times in a grammar whose size grows with the square root of the counts: llama.cpp writes
 * every repetition out, and a text of up to 20,000 characters would be 20,000 rules.
 */
export function repeatEvenly(item: Expression, least: number, most?: number): Expression {
  const before = exactly(item, least)
  if (most === undefined) return sequence(before, repeat(item, 0))
  if (most < least) return repeat(item, least, most)
  return most <= mostSingly ? repeat(item, least, most) : sequence(before, upTo(item, most - least))
}

function exactly(item: Expression, count: number): Expression {
  if (count <= mostSingly) return repeat(item, count, count)
  const blockLength = Math.ceil(Math.sqrt(count))
  const blocks = Math.floor(count / blockLength)
  const rest = count - blocks * blockLength
  return sequence(repeat(repeat(item, blockLength, blockLength), blocks, blocks), repeat(item, rest, rest))
}

function upTo(item: Expression, count: number): Expression {
  if (count <= mostSingly) return repeat(item, 0, count)
  const blockLength = Math.ceil(Math.sqrt(count))
  const block = repeat(item, blockLength, blockLength)
  // Whole blocks and less than one more reach every length below `blocks` blocks; the lengths from there on follow.
  const blocks = Math.floor((count + 1) / blockLength)
  const left = count + 1 - blocks * blockLength
  const below = sequence(repeat(block, 0, blocks - 1), repeat(item, 0, blockLength - 1))
  const above = left > 0 ? sequence(repeat(block, blocks, blocks), left > 1 ? repeat(item, 0, left - 1) : empty) : undefined
  return above ? choice(below, above) : below
}

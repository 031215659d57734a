import { expect, test } from 'vitest'
import { checkTensorsAreComplete } from './check-gguf-tensors.ts'
import { requiredTensors } from './required-tensors.ts'

const promised = { layers: 2, embeddingLength: 4, vocabularySize: 8 }

/** All tensors that an architecture must have, with the last of each alternative. */
function namesOf(architecture: string): string[] {
  const { model = [], layer = [] } = requiredTensors[architecture] ?? {}
  const ofLayer = layer.flatMap((alternatives) => alternatives.at(-1) ?? [])
  return ['token_embd.weight', ...model, ...[0, 1].flatMap((index) => ofLayer.map((name) => `blk.${index}.${name}`))]
}

const check = (architecture: string, names: readonly string[]) =>
  checkTensorsAreComplete(
    names.map((name) => ({ name, type: 0, dimensions: [4, 8], offset: 0 })),
    { architecture, ...promised },
  )

test.each(Object.keys(requiredTensors))('weights of %s are complete with all their tensors, and lack each by its name', (architecture) => {
  const names = namesOf(architecture)
  expect(() => check(architecture, names)).not.toThrow()
  for (const missing of names) {
    const others = names.filter((name) => name !== missing)
    expect(() => check(architecture, others)).toThrow(`The tensor "${missing}" is missing.`)
  }
})

test.each([
  { architecture: 'llama', from: /ffn_(gate|down|up)\.weight$/, to: ['ffn_gate_inp.weight', 'ffn_down_exps.weight', 'ffn_up_exps.weight'] },
  { architecture: 'qwen2', from: /attn_[qkv]\.weight$/, to: ['attn_qkv.weight'] },
])('weights of $architecture may have $to in place of others', ({ architecture, from, to }) => {
  const kept = namesOf(architecture).filter((name) => !from.test(name))
  const replaced = [...kept, ...[0, 1].flatMap((index) => to.map((name) => `blk.${index}.${name}`))]
  expect(() => check(architecture, replaced)).not.toThrow()
  expect(() => check(architecture, replaced.slice(0, -1))).toThrow(/is missing/)
})

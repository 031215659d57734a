import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { canaryConfig } from '../../config/canary-config.ts'
import { GgufFault } from './gguf-cursor.ts'
import { readGgufFacts } from './read-gguf-facts.ts'

const canaryPath = canaryConfig().models[0]?.path ?? ''
let canary: Buffer
let folder: string

beforeAll(async () => {
  canary = await readFile(canaryPath)
  folder = await mkdtemp(join(tmpdir(), 'honestai-gguf-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function factsOf(bytes: Buffer) {
  const path = join(folder, 'variant.gguf')
  await writeFile(path, bytes)
  await using file = await open(path)
  return await readGgufFacts([file])
}

const changed = (change: (bytes: Buffer) => void): Buffer => {
  const bytes = Buffer.from(canary)
  change(bytes)
  return bytes
}

/** The canary with the value of a metadata key written over; `write` gets the offset of the value. */
const withValue = (key: string, write: (bytes: Buffer, offset: number) => void) =>
  changed((bytes) => write(bytes, bytes.indexOf(key) + Buffer.byteLength(key) + 4))

test('the canary is what it says', async () => {
  expect(await factsOf(canary)).toMatchObject({
    architecture: 'qwen2',
    trainedContextSize: 1024,
    pooling: undefined,
    controlTokens: expect.arrayContaining(['<|im_start|>', '<|im_end|>']),
    chatTemplate: expect.stringContaining('<tool_call>'),
  })
})

test('a token that ends a generation is a control token, whatever type the file gives it', async () => {
  const allUserDefined = withValue('tokenizer.ggml.token_type', (bytes, offset) => {
    const count = Number(bytes.readBigUInt64LE(offset + 4))
    for (let index = 0; index < count; index++) {
      const at = offset + 12 + 4 * index
      if (bytes.readInt32LE(at) === 3) bytes.writeInt32LE(4, at)
    }
  })
  const { controlTokens, userDefinedTokens } = await factsOf(allUserDefined)
  expect([...controlTokens].sort()).toEqual(['<|endoftext|>', '<|im_end|>'])
  expect(userDefinedTokens).toContain('<|im_start|>')
  expect(userDefinedTokens).not.toContain('<|im_end|>')
})

test.each([
  { title: 'an empty file', bytes: () => Buffer.alloc(0), reason: /ends at byte 0/ },
  { title: 'another kind of file', bytes: () => Buffer.from('{"not": "weights"}'), reason: /letters GGUF/ },
  { title: 'an unknown version', bytes: () => changed((bytes) => bytes.writeUInt32LE(9, 4)), reason: /version 9/ },
  { title: 'an absurd number of tensors', bytes: () => changed((bytes) => bytes.writeBigUInt64LE(2n ** 40n, 8)), reason: /tensors/ },
  { title: 'an absurd number of metadata', bytes: () => changed((bytes) => bytes.writeBigUInt64LE(2n ** 60n, 16)), reason: /metadata/ },
  { title: 'an absurd string', bytes: () => changed((bytes) => bytes.writeBigUInt64LE(2n ** 32n, 24)), reason: /one string/ },
  { title: 'a cut header', bytes: () => canary.subarray(0, 1000), reason: /middle of its header/ },
  { title: 'one missing byte at the end', bytes: () => canary.subarray(0, canary.length - 1), reason: /its tensors reach/ },
  {
    title: 'no layers',
    bytes: () => withValue('qwen2.block_count', (bytes, offset) => bytes.writeUInt32LE(0, offset)),
    reason: /block_count/,
  },
  {
    title: 'no heads',
    bytes: () => withValue('qwen2.attention.head_count', (bytes, offset) => bytes.writeUInt32LE(0, offset)),
    reason: /head_count/,
  },
  {
    title: 'more layers than tensors',
    bytes: () => withValue('qwen2.block_count', (bytes, offset) => bytes.writeUInt32LE(40, offset)),
    reason: /Layer \d+ of 40/,
  },
  {
    title: 'an epsilon that is no number',
    bytes: () => withValue('qwen2.attention.layer_norm_rms_epsilon', (bytes, offset) => bytes.writeFloatLE(Number.NaN, offset)),
    reason: /epsilon/,
  },
  {
    title: 'an absurd vocabulary',
    bytes: () => withValue('tokenizer.ggml.tokens', (bytes, offset) => bytes.writeBigUInt64LE(2n ** 50n, offset + 4)),
    reason: /tokenizer.ggml.tokens/,
  },
])('$title is refused with its reason', async ({ bytes, reason }) => {
  const fault = await factsOf(bytes()).catch((error) => error)
  expect(fault).toBeInstanceOf(GgufFault)
  expect(fault.message).toMatch(reason)
})

test('whatever byte of the header is damaged, the reader answers: facts or a fault, never anything else', async () => {
  const dataStart = canary.indexOf('output_norm.weight')
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: dataStart }), fc.integer({ min: 1, max: 255 }), async (offset, mask) => {
      const damaged = changed((bytes) => bytes.writeUInt8(bytes.readUInt8(offset) ^ mask, offset))
      const outcome = await factsOf(damaged).catch((error) => error)
      expect(outcome instanceof GgufFault || typeof outcome.architecture === 'string').toBe(true)
    }),
    { numRuns: 150 },
  )
})

test('wherever the file is cut, the reader says so', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: canary.length - 1 }), async (length) => {
      await expect(factsOf(canary.subarray(0, length))).rejects.toThrow(GgufFault)
    }),
    { numRuns: 60 },
  )
})

test('whatever bytes follow the first letters, the reader answers with a fault', async () => {
  const start = Buffer.from([...Buffer.from('GGUF'), 3, 0, 0, 0])
  // Small numbers in eight bytes, as counts and lengths are, lead deeper into the reader than noise does.
  const number = fc.bigInt({ min: 0n, max: 40n }).map((value) => Buffer.from(BigUint64Array.of(value).buffer))
  const noise = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(number, noise), { maxLength: 30 }), async (pieces) => {
      await expect(factsOf(Buffer.concat([start, ...pieces]))).rejects.toThrow(GgufFault)
    }),
    { numRuns: 200 },
  )
})

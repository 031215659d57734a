import { GgufCursor } from '../gguf/gguf-cursor.ts'

/** A sound GGUF file with one thing wrong in it. */
export type DamagedGguf = {
  /** What is wrong, such as `tensor count: 0`. */
  title: string
  /** Makes its bytes; all variants at once would take gigabytes. */
  make: () => Buffer
}

/** A value of a header, where it stands and what it is. */
type Field = { name: string; offset: number; bytes: 1 | 2 | 4 | 8; value: bigint; kind: 'count' | 'length' | 'type' | 'number' | 'offset' }

/** Headers without their tensor data are all a reader looks at, so a variant can share the rest. */
const numbersOf = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 } as const
const stringType = 8
const arrayType = 9

/**
 * Makes damaged variants of a sound GGUF file, always the same ones for the same file: every field of the header with absurd
 * values, cuts at every boundary of a section, single bits flipped in the header, tokens that stand twice, tensors that
 * are missing, dimensions of 0, and epsilons that are no number. For tests: none may kill, hang or exhaust a reader.
 *
 * @example
 * for (const { title, make } of damagedGgufs(await readFile('canary.gguf'))) await tryToLoad(title, make())
 */
export function* damagedGgufs(sound: Buffer): Generator<DamagedGguf> {
  const layout = readLayout(sound)
  yield* withAbsurdFields(sound, layout.fields)
  yield* withCuts(sound, layout)
  yield* withFlippedBits(sound, layout.headerBytes)
  yield* withDamagedTokens(sound, layout)
  yield* withMissingTensors(sound, layout)
  yield* withEpsilons(sound, layout.fields)
}

/** What of a header is where. */
type Layout = {
  fields: Field[]
  /** First bytes of the sections and of their entries. */
  boundaries: { name: string; offset: number }[]
  /** First byte of the text of each token, and its length. */
  tokens: { offset: number; length: number }[]
  tensorNames: { name: string; offset: number }[]
  headerBytes: number
}

function readLayout(sound: Buffer): Layout {
  const cursor = new GgufCursor(sound)
  const layout: Layout = { fields: [], boundaries: [], tokens: [], tensorNames: [], headerBytes: 0 }
  const mark = (name: string) => layout.boundaries.push({ name, offset: cursor.offset })
  const field = (name: string, bytes: Field['bytes'], kind: Field['kind']): bigint => {
    const { offset } = cursor
    const value = readUnsigned(sound, offset, bytes)
    for (let read = 0; read < bytes; read++) cursor.uint8()
    layout.fields.push({ name, offset, bytes, value, kind })
    return value
  }
  const text = (name: string): string => {
    const length = Number(field(`length of ${name}`, 8, 'length'))
    const { offset } = cursor
    for (let read = 0; read < length; read++) cursor.uint8()
    return sound.toString('utf8', offset, offset + length)
  }

  field('magic', 4, 'number')
  field('version', 4, 'number')
  const tensors = field('tensor count', 8, 'count')
  const entries = field('metadata count', 8, 'count')
  mark('metadata')
  for (let entry = 0n; entry < entries; entry++) {
    const key = text('a key')
    const type = Number(field(`type of ${key}`, 4, 'type'))
    if (type === arrayType) readItems(key)
    else if (type === stringType) text(key)
    else field(key, numbersOf[type as keyof typeof numbersOf], 'number')
    mark(`after ${key}`)
  }
  for (let index = 0n; index < tensors; index++) {
    const { offset } = cursor
    const name = text('a tensor name')
    layout.tensorNames.push({ name, offset: offset + 8 })
    const dimensions = Number(field(`dimension count of ${name}`, 4, 'count'))
    for (let dimension = 0; dimension < dimensions; dimension++) field(`dimension ${dimension} of ${name}`, 8, 'count')
    field(`type of ${name}`, 4, 'type')
    field(`offset of ${name}`, 8, 'offset')
    if (index < 4n) mark(`after ${name}`)
  }
  mark('tensor data')
  layout.headerBytes = cursor.offset
  return layout

  function readItems(key: string): void {
    const type = Number(field(`item type of ${key}`, 4, 'type'))
    const count = field(`item count of ${key}`, 8, 'count')
    for (let item = 0n; item < count; item++) {
      if (type !== stringType) for (let read = 0; read < numbersOf[type as keyof typeof numbersOf]; read++) cursor.uint8()
      else {
        const length = cursor.uint64()
        const { offset } = cursor
        if (key === 'tokenizer.ggml.tokens') layout.tokens.push({ offset, length })
        for (let read = 0; read < length; read++) cursor.uint8()
      }
    }
  }
}

/** Values that a field of a kind must never have, or that no file is long enough for. */
const absurdValues: Record<Field['kind'], readonly bigint[]> = {
  count: [0n, 1n << 16n, (1n << 32n) - 1n, 1n << 32n, (1n << 63n) - 1n, (1n << 64n) - 1n],
  length: [1n << 20n, 1n << 32n, (1n << 64n) - 1n],
  type: [6n, 8n, 9n, 13n, 40n, (1n << 32n) - 1n],
  number: [0n, 1n, 1n << 31n, (1n << 32n) - 1n, (1n << 64n) - 1n],
  offset: [1n, 1n << 32n, (1n << 64n) - 32n],
}

function* withAbsurdFields(sound: Buffer, fields: readonly Field[]): Generator<DamagedGguf> {
  const seen = new Map<string, number>()
  for (const { name, offset, bytes, value, kind } of fields) {
    // Keys and tensors of every layer are alike; the first few of each stand for all.
    const alike = name.replace(/\d+/g, '#')
    seen.set(alike, (seen.get(alike) ?? 0) + 1)
    if ((seen.get(alike) ?? 0) > 3) continue
    const limit = 1n << BigInt(bytes * 8)
    const values = new Set([...absurdValues[kind], value + 1n, value - 1n].map((wanted) => ((wanted % limit) + limit) % limit))
    values.delete(value)
    for (const wanted of values)
      yield { title: `${name}: ${wanted}`, make: () => changed(sound, (copy) => writeUnsigned(copy, offset, bytes, wanted)) }
  }
}

function* withCuts(sound: Buffer, { boundaries, headerBytes }: Layout): Generator<DamagedGguf> {
  const lengths = boundaries.flatMap(({ name, offset }) => [-1, 0, 1].map((step) => ({ name, length: offset + step })))
  const data = [0, 3, 8, 24, headerBytes + 40, Math.floor(sound.length / 2), sound.length - 1].map((length) => ({
    name: 'the file',
    length,
  }))
  for (const { name, length } of [...lengths, ...data])
    yield { title: `cut at byte ${length}, near ${name}`, make: () => sound.subarray(0, length) }
}

function* withFlippedBits(sound: Buffer, headerBytes: number): Generator<DamagedGguf> {
  // A fixed sequence (the constants of Numerical Recipes), so that what fails today fails tomorrow.
  let state = 1
  for (let flip = 0; flip < 200; flip++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const offset = state % headerBytes
    const bit = (state >>> 24) % 8
    yield {
      title: `bit ${bit} of byte ${offset} flipped`,
      make: () => changed(sound, (copy) => copy.writeUInt8(copy.readUInt8(offset) ^ (1 << bit), offset)),
    }
  }
}

function* withDamagedTokens(sound: Buffer, { tokens }: Layout): Generator<DamagedGguf> {
  // Two tokens of one length, for each length there is, so that the file stays as long as it was.
  const pairs = new Map<number, number[]>()
  for (const { offset, length } of tokens) pairs.set(length, [...(pairs.get(length) ?? []), offset].slice(0, 2))
  for (const [length, [first, second]] of pairs) {
    if (length === 0 || first === undefined || second === undefined) continue
    yield {
      title: `a token of ${length} bytes stands twice`,
      make: () => changed(sound, (copy) => sound.copy(copy, second, first, first + length)),
    }
  }
}

function* withMissingTensors(sound: Buffer, { tensorNames }: Layout): Generator<DamagedGguf> {
  const alike = new Map(tensorNames.map(({ name, offset }) => [name.replace(/\d+/, '#'), { name, offset }]))
  // A name that nothing asks for leaves the file whole and the tensor missing.
  for (const { name, offset } of alike.values())
    yield { title: `${name} is missing`, make: () => changed(sound, (copy) => copy.write('?', offset)) }
}

function* withEpsilons(sound: Buffer, fields: readonly Field[]): Generator<DamagedGguf> {
  for (const { name, offset } of fields.filter((field) => field.name.endsWith('_epsilon'))) {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 0, -1]) {
      yield { title: `${name}: ${value}`, make: () => changed(sound, (copy) => copy.writeFloatLE(value, offset)) }
    }
  }
}

function changed(sound: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(sound)
  change(copy)
  return copy
}

const readUnsigned = (bytes: Buffer, offset: number, length: Field['bytes']): bigint =>
  length === 8 ? bytes.readBigUInt64LE(offset) : BigInt(bytes.readUIntLE(offset, length))

function writeUnsigned(bytes: Buffer, offset: number, length: Field['bytes'], value: bigint): void {
  if (length === 8) bytes.writeBigUInt64LE(value, offset)
  else bytes.writeUIntLE(Number(value), offset, length)
}

import { GgufFault } from './gguf-cursor.ts'
import type { GgufHeader, GgufValue } from './parse-gguf-header.ts'

/** Reads the metadata of a header under the types and bounds that llama.cpp relies on. Throws `GgufFault`. */
export class GgufMetadata {
  readonly #values: GgufHeader['metadata']
  readonly architecture: string

  constructor(values: GgufHeader['metadata']) {
    this.#values = values
    this.architecture = this.text('general.architecture')
  }

  /** The name of a key that belongs to the architecture. */
  key = (name: string): string => `${this.architecture}.${name}`

  has = (key: string): boolean => this.#values.has(key)

  text(key: string): string {
    const value = this.#values.get(key)
    if (typeof value !== 'string' || value === '') throw new GgufFault(`"${key}" is missing.`)
    return value
  }

  optionalText(key: string): string | undefined {
    const value = this.#values.get(key)
    if (value !== undefined && typeof value !== 'string') throw new GgufFault(`"${key}" is no text.`)
    return value
  }

  /** A whole number from 1 to `most`. */
  count(key: string, most: number): number {
    const [value] = this.counts(key, most)
    if (value === undefined || value === 0) throw new GgufFault(`"${key}" is 0 or empty.`)
    return value
  }

  optionalCount(key: string, most: number): number | undefined {
    return this.has(key) ? this.counts(key, most)[0] : undefined
  }

  /** Whole numbers from 0 to `most`. Some architectures give one number for each layer instead of one for all. */
  counts(key: string, most: number): number[] {
    const value = this.#values.get(key)
    if (value === undefined) throw new GgufFault(`"${key}" is missing.`)
    const values = Array.isArray(value) ? value : [value]
    const wrong = values.find((item) => typeof item !== 'number' || !Number.isInteger(item) || item < 0 || item > most)
    if (wrong !== undefined) throw new GgufFault(`"${key}" is ${String(wrong)}, which cannot be.`)
    return values as number[]
  }

  /** A number between 0 and 1, both excluded: anything else makes a normalisation divide by nothing. */
  checkEpsilon(key: string): void {
    const epsilon = this.#values.get(key)
    if (epsilon === undefined) return
    if (typeof epsilon !== 'number' || !(epsilon > 0 && epsilon < 1)) throw new GgufFault(`"${key}" is ${String(epsilon)}.`)
  }

  list(key: string, type: 'string' | 'number'): GgufValue[] {
    const value = this.#values.get(key)
    if (!Array.isArray(value) || value.some((item) => typeof item !== type)) throw new GgufFault(`"${key}" is no list of ${type}s.`)
    return value
  }

  /** A value of any type, for keys that come in several. */
  value = (key: string): GgufValue | undefined => this.#values.get(key)
}

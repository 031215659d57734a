import { JsonValueReader } from './json-value-reader.ts'

/** Which names a call may have, and which members besides. Bare JSON is a call only when it can be nothing else. */
export type JsonCallRules = { names: readonly string[] | 'any'; otherMembers: boolean; nameKey: string; argumentsKey: string }

const argumentKeys: readonly unknown[] = ['arguments', 'parameters']
const knownKeys: readonly unknown[] = ['id', 'type', ...argumentKeys]

/** Reads a call written as a JSON object, character by character, its members in any order. */
export class JsonCallReader {
  readonly #rules: JsonCallRules
  #expects: 'object' | 'key' | 'colon' | 'value' | 'end' = 'object'
  #key: unknown
  #value: JsonValueReader | undefined
  #arguments: string | undefined
  #name: string | undefined
  #id: string | undefined
  #isFirst = true

  constructor(rules: JsonCallRules) {
    this.#rules = rules
  }

  get name() {
    return this.#name
  }

  get id() {
    return this.#id
  }

  get argumentsText(): string {
    if (this.#arguments !== undefined) return this.#arguments
    // A text in quotes holds the arguments inside; it is known when it is whole.
    const isWritten = this.#expects === 'value' && this.#isArguments(this.#key) && this.#value?.text.startsWith('{')
    return isWritten ? (this.#value?.text ?? '') : ''
  }

  push(character: string): 'inside' | 'done' | 'broken' {
    if (this.#value) return this.#readValue(this.#value, character)
    if (/\s/.test(character)) return 'inside'
    switch (this.#expects) {
      case 'object':
        this.#expects = 'key'
        return character === '{' ? 'inside' : 'broken'
      case 'key':
        if (character === '}' && this.#isFirst) return 'broken'
        this.#isFirst = false
        return character === '"' ? this.#startValue(character) : 'broken'
      case 'colon':
        this.#expects = 'value'
        return character === ':' ? 'inside' : 'broken'
      case 'value':
        return this.#startValue(character)
      case 'end':
        if (character === ',') this.#expects = 'key'
        else return character === '}' ? this.#finish() : 'broken'
        return 'inside'
    }
  }

  #startValue(character: string): 'inside' | 'done' | 'broken' {
    this.#value = new JsonValueReader()
    return this.#readValue(this.#value, character)
  }

  #readValue(value: JsonValueReader, character: string): 'inside' | 'done' | 'broken' {
    const place = value.push(character)
    if (place === 'inside') return 'inside'
    this.#value = undefined
    const isTaken = this.#expects === 'key' ? this.#takeKey(value.text) : this.#takeMember(value.text)
    if (!isTaken) {
      // What was told of arguments stays told.
      if (this.#isArguments(this.#key)) this.#arguments = value.text
      return 'broken'
    }
    return place === 'behind' ? this.push(character) : 'inside'
  }

  #takeKey(text: string): boolean {
    this.#key = parseJson(text)
    this.#expects = 'colon'
    return this.#rules.otherMembers ? typeof this.#key === 'string' : knownKeys.includes(this.#key) || this.#isName(this.#key)
  }

  #takeMember(text: string): boolean {
    const value = parseJson(text)
    this.#expects = 'end'
    if (value === undefined) return false
    if (this.#isName(this.#key)) return this.#takeName(value)
    if (this.#key === 'id' && typeof value === 'string') this.#id = value
    if (this.#isArguments(this.#key)) this.#arguments = typeof value === 'string' ? value : value === null ? '{}' : text
    return true
  }

  #isName(key: unknown): boolean {
    return key === 'name' || key === this.#rules.nameKey
  }

  #isArguments(key: unknown): boolean {
    return argumentKeys.includes(key) || key === this.#rules.argumentsKey
  }

  #takeName(name: unknown): boolean {
    if (typeof name !== 'string' || name === '') return false
    this.#name = name
    return this.#rules.names === 'any' || this.#rules.names.includes(name)
  }

  #finish(): 'done' | 'broken' {
    if (this.#name === undefined) return 'broken'
    this.#arguments ??= '{}'
    return 'done'
  }
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import { JsonValueReader } from './json-value-reader.ts'

/** Reads one tool call, character by character. `broken`: what was read is none, so it is text. */
export type CallReader = {
  push(character: string): 'inside' | 'done' | 'broken'
  readonly name: string | undefined
  /** The id the model gave, where its family writes one. */
  readonly id: string | undefined
  /** The arguments as JSON text, as far as they are written; complete once the call is done. */
  readonly argumentsText: string
}

/** Which names a call may have, and which members besides. Bare JSON is a call only when it can be nothing else. */
export type JsonCallRules = { names: readonly string[] | 'any'; otherMembers: boolean }

const argumentKeys: readonly unknown[] = ['arguments', 'parameters']
const knownKeys: readonly unknown[] = ['name', 'id', 'type', ...argumentKeys]

/** Reads a call written as a JSON object. */
export class JsonCallReader implements CallReader {
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
    const isWritten = this.#expects === 'value' && argumentKeys.includes(this.#key) && this.#value?.text.startsWith('{')
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
    if (!isTaken) return 'broken'
    return place === 'behind' ? this.push(character) : 'inside'
  }

  #takeKey(text: string): boolean {
    this.#key = parseJson(text)
    this.#expects = 'colon'
    return this.#rules.otherMembers ? typeof this.#key === 'string' : knownKeys.includes(this.#key)
  }

  #takeMember(text: string): boolean {
    const value = parseJson(text)
    this.#expects = 'end'
    if (value === undefined) return false
    if (this.#key === 'name') return this.#takeName(value)
    if (this.#key === 'id' && typeof value === 'string') this.#id = value
    if (argumentKeys.includes(this.#key)) this.#arguments = typeof value === 'string' ? value : value === null ? '{}' : text
    return true
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

/** Reads `name[ARGS]{…}`, with `[CALL_ID]id` between where the model writes it. */
export class NamedCallReader implements CallReader {
  #head = ''
  #arguments: JsonValueReader | undefined
  #name: string | undefined
  #id: string | undefined

  get name() {
    return this.#name
  }

  get id() {
    return this.#id
  }

  get argumentsText(): string {
    return this.#arguments?.text ?? ''
  }

  push(character: string): 'inside' | 'done' | 'broken' {
    if (this.#arguments) return this.#readArguments(this.#arguments, character)
    this.#head += character
    if (!this.#head.endsWith('[ARGS]')) return canBeHead(this.#head) ? 'inside' : 'broken'
    const [name = '', id] = this.#head.slice(0, -'[ARGS]'.length).split('[CALL_ID]')
    this.#name = name.trim()
    this.#id = id?.trim() || undefined
    this.#arguments = new JsonValueReader()
    return this.#name === '' ? 'broken' : 'inside'
  }

  #readArguments(value: JsonValueReader, character: string): 'inside' | 'done' | 'broken' {
    if (value.text === '' && /\s/.test(character)) return 'inside'
    if (value.text === '' && character !== '{') return 'broken'
    if (value.push(character) === 'inside') return 'inside'
    return parseJson(value.text) === undefined ? 'broken' : 'done'
  }
}

const mostHeadCharacters = 256

/** Whether this can become a name with `[ARGS]` behind it. */
function canBeHead(text: string): boolean {
  if (text.length > mostHeadCharacters) return false
  const [, name = '', mark = ''] = /^\s*([\w.-]*)\s*(.*)$/s.exec(text) ?? []
  if (mark === '') return true
  if (name === '') return false
  const [, id, end = ''] = /^\[CALL_ID\]([\w-]*)(.*)$/s.exec(mark) ?? []
  return id === undefined ? '[ARGS]'.startsWith(mark) || '[CALL_ID]'.startsWith(mark) : '[ARGS]'.startsWith(end)
}

/** Undefined for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

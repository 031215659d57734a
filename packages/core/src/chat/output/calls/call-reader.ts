import type { ToolDefinition } from '../../chat.ts'
import { type CallSyntax, callIdPlace, callNumberPlace } from './call-syntax.ts'
import { BrokenText, Cursor, type Reading } from './cursor.ts'
import { JsonCallReader, parseJson } from './json-call-reader.ts'
import { JsonValueReader } from './json-value-reader.ts'
import { readLiteralMembers } from './read-literal.ts'
import { readNested, readTagged } from './read-tagged.ts'

const nameCharacter = /[\p{L}\p{N}_.$/-]/u
const mostNameCharacters = 256

/** How a call begins, where not with its opening text: with a JSON object at once, or with its arguments, its name known. */
export type CallStart = { bare?: boolean; name?: string }

/** Reads one call, character by character, from its opening text on. */
export class CallReader {
  readonly #syntax: CallSyntax
  readonly #tools: readonly ToolDefinition[]
  readonly #cursor = new Cursor()
  readonly #reading: Reading<void>
  #json: JsonCallReader | undefined
  #value: JsonValueReader | undefined
  #name: string | undefined
  #id: string | undefined
  #arguments = ''

  constructor(syntax: CallSyntax, tools: readonly ToolDefinition[], { bare = false, name }: CallStart = {}) {
    this.#syntax = syntax
    this.#tools = tools
    this.#name = name
    this.#reading = name === undefined ? this.#read(bare) : this.#readJson()
    this.#reading.next()
  }

  get name(): string | undefined {
    return this.#json ? this.#json.name : this.#name
  }

  /** The id the model gave, where its family writes one. */
  get id(): string | undefined {
    return this.#json ? this.#json.id : this.#id
  }

  /** The arguments as JSON text, as far as they are written; complete once the call is done. */
  get argumentsText(): string {
    return this.#json ? this.#json.argumentsText : (this.#value?.text ?? this.#arguments)
  }

  /** Text that was read and does not belong to the call any more. */
  get rest(): string {
    return this.#cursor.rest
  }

  /** Takes a character. `broken`: what was read is no call, so it is text. */
  push(character: string): 'inside' | 'done' | 'broken' {
    try {
      return this.#reading.next(character).done ? 'done' : 'inside'
    } catch (error) {
      if (error instanceof BrokenText) return 'broken'
      throw error
    }
  }

  *#read(bare: boolean): Reading<void> {
    const { open, callOpen, body } = this.#syntax
    if (body.type === 'object') {
      if (!bare) yield* this.#cursor.choose(headsOf(this.#syntax))
      return yield* this.#readObject(bare)
    }
    if (body.type === 'keyed') {
      yield* this.#cursor.choose(headsOf(this.#syntax))
      return yield* this.#readKeyed()
    }
    const [head = '', ...rest] = callOpen.split(/(?=[\uE000\uE001])/)
    yield* this.#cursor.choose([open + head, head])
    yield* this.#expect(rest.join(''))
    this.#name = yield* this.#readName()
    switch (body.type) {
      case 'named':
        yield* this.#expect(body.afterName)
        return yield* this.#readJson()
      case 'tagged':
        yield* this.#expect(body.afterName)
        this.#arguments = yield* readTagged(this.#cursor, body, callEndOf(this.#syntax), this.#tool, (json) => {
          this.#arguments = json
        })
        return
      case 'literal':
        yield* this.#expect(body.afterName)
        this.#arguments = yield* readLiteralMembers(this.#cursor, body.close, body.dialect)
        return
      case 'nested':
        yield* this.#expect(body.afterName)
        this.#arguments = yield* readNested(this.#cursor, body, '</invoke>', this.#tool)
    }
  }

  get #tool(): ToolDefinition | undefined {
    return this.#tools.find((tool) => tool.function.name === this.#name)
  }

  *#readObject(bare: boolean): Reading<void> {
    const body = this.#syntax.body as { nameKey: string; argumentsKey: string }
    const names = bare ? this.#tools.map((tool) => tool.function.name) : 'any'
    this.#json = new JsonCallReader({ names, otherMembers: !bare, nameKey: body.nameKey, argumentsKey: body.argumentsKey })
    for (;;) {
      const state = this.#json.push(yield* this.#cursor.take())
      if (state === 'done') return
      if (state === 'broken') throw new BrokenText('no call')
    }
  }

  *#readKeyed(): Reading<void> {
    yield* this.#cursor.expect('{"')
    this.#name = yield* this.#cursor.until('"', mostNameCharacters)
    yield* this.#cursor.expect(':')
    yield* this.#readJson()
    yield* this.#cursor.expect('}')
  }

  *#readName(): Reading<string> {
    let name = yield* this.#cursor.takeInk()
    for (;;) {
      if (!nameCharacter.test(name.at(-1) ?? '') || name.length > mostNameCharacters) throw new BrokenText('no name')
      const character = yield* this.#cursor.take()
      if (!nameCharacter.test(character)) {
        this.#cursor.back(character)
        return name
      }
      name += character
    }
  }

  *#readJson(): Reading<void> {
    const first = yield* this.#cursor.takeInk()
    if (first !== '{') throw new BrokenText('no arguments')
    this.#value = new JsonValueReader()
    let place = this.#value.push(first)
    while (place === 'inside') place = this.#value.push(yield* this.#cursor.take())
    if (parseJson(this.#value.text) === undefined) throw new BrokenText('no JSON')
  }

  /** Takes a text of the syntax, with an id or a number where it has a place for one. */
  *#expect(text: string): Reading<void> {
    for (const part of text.split(/([\uE000\uE001])/)) {
      if (part === callIdPlace) this.#id = yield* this.#readName()
      else if (part === callNumberPlace) yield* this.#readName()
      else yield* this.#cursor.expect(part)
    }
  }
}

/** What stands before the JSON object of a call, with and without the opening of all calls, or the mark alone. */
const headsOf = ({ open, callOpen, triggers }: CallSyntax): string[] => {
  const head = callOpen.slice(0, callOpen.lastIndexOf('{'))
  return [open + head, head, ...triggers]
}

/** What ends a call whose arguments are of any number. */
const callEndOf = ({ callClose }: CallSyntax): string => callClose.trim().split(/\s+/)[0] ?? ''

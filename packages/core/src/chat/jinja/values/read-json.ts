import { foreignText } from './text.ts'
import { Dict, fail, type Value } from './value.ts'

const blank = /[ \t\n\r]*/y
const stringPattern = /"(?:[^"\\]|\\.)*"/sy
const numberPattern = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
const wordPattern = /true|false|null/y
const words: Record<string, boolean | null> = { true: true, false: false, null: null }

/** Reads JSON as Python does: members in their order, whole numbers of any size, `1.0` apart from `1`. Throws for what is none. */
export function readJson(text: string, foreign: boolean): Value {
  let at = 0
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at += found[0].length
    return found
  }
  const take = (character: string) => {
    match(blank)
    const isThere = text[at] === character
    if (isThere) at += 1
    return isThere
  }
  const readText = () => JSON.parse(match(stringPattern)?.[0] ?? refuse()) as string
  const refuse = (): never => fail(`No JSON at character ${at}`)

  function readValue(): Value {
    match(blank)
    if (text[at] === '"') return foreign ? foreignText(readText()) : readText()
    if (take('{')) return readMembers()
    if (take('[')) return readItems()
    const number = match(numberPattern)
    if (number) return number[1] || number[2] ? Number(number[0]) : BigInt(number[0])
    return words[match(wordPattern)?.[0] ?? refuse()] ?? null
  }

  function readMembers(): Dict {
    const dict = new Dict()
    dict.foreign = foreign
    if (take('}')) return dict
    do {
      match(blank)
      const key = readText()
      if (!take(':')) refuse()
      dict.set(key, readValue())
    } while (take(','))
    return take('}') ? dict : refuse()
  }

  function readItems(): Value[] {
    const items: Value[] = []
    if (take(']')) return items
    do items.push(readValue())
    while (take(','))
    return take(']') ? items : refuse()
  }

  const value = readValue()
  match(blank)
  return at === text.length ? value : refuse()
}

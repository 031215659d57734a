import type { ToolDefinition } from '../../chat.ts'
import type { CallBody, TaggedArguments } from './call-syntax.ts'
import type { Cursor, Reading } from './cursor.ts'
import { toArgument, typesOf } from './to-argument.ts'

/** Reads arguments between tags up to the end of the call; gives JSON as far as it is read. */
export function* readTagged(
  cursor: Cursor,
  tags: TaggedArguments,
  callEnd: string,
  tool: ToolDefinition | undefined,
  tell: (json: string) => void,
): Reading<string> {
  let json = '{'
  for (;;) {
    const chosen = yield* cursor.choose([tags.keyOpen, callEnd])
    if (chosen === 1) return `${json}}`
    const { key, isText } = yield* readKey(cursor, tags)
    const value = yield* readValue(cursor, tags)
    json += `${json === '{' ? '' : ', '}${JSON.stringify(key)}: ${toArgument(value, isText, typesOf(tool, key))}`
    tell(json)
  }
}

/** The key, and whether its tag says that the value is a text; undefined where it says nothing. */
function* readKey(cursor: Cursor, { valueOpen }: TaggedArguments): Reading<{ key: string; isText: boolean | undefined }> {
  const variants = Object.values(valueOpen)
  const lead = sharedStart(variants)
  const [, border = ''] = /^\s*(\S)/.exec(lead) ?? []
  const key = (yield* cursor.until(border, 512)).trim()
  cursor.back(border)
  const texts = [...new Set(variants)]
  if (texts.length === 1) {
    yield* cursor.expect(lead.trim())
    return { key, isText: undefined }
  }
  const chosen = yield* cursor.choose(texts.map((text) => text.trim()))
  return { key, isText: texts[chosen] === valueOpen.string }
}

function* readValue(cursor: Cursor, { valueOpen, valueClose }: TaggedArguments): Reading<string> {
  const raw = yield* cursor.until(valueClose.trim())
  const literal = /^\s*<!\[CDATA\[(.*)\]\]>\s*$/s.exec(raw)?.[1]
  if (literal !== undefined) return literal
  const before = /\s*$/.exec(valueOpen.string)?.[0] ?? ''
  const after = /^\s*/.exec(valueClose)?.[0] ?? ''
  const start = before !== '' && raw.startsWith(before) ? before.length : 0
  const end = after !== '' && raw.length >= start + after.length && raw.endsWith(after) ? raw.length - after.length : raw.length
  return raw.slice(start, end)
}

function sharedStart(texts: readonly string[]): string {
  const [first = ''] = texts
  let length = first.length
  while (!texts.every((text) => text.startsWith(first.slice(0, length)))) length -= 1
  return first.slice(0, length)
}

/** Reads arguments of which each is a tag of its name, lists as tags named item; gives JSON. The opening tag is taken. */
export function* readNested(
  cursor: Cursor,
  body: Extract<CallBody, { type: 'nested' }>,
  close: string,
  tool: ToolDefinition | undefined,
): Reading<string> {
  const members: string[] = []
  for (;;) {
    const name = yield* takeTag(cursor, body.mark)
    if (`<${name}>` === close) return `{${members.join(', ')}}`
    members.push(`${JSON.stringify(name)}: ${yield* readElement(cursor, body.mark, name, typesOf(tool, name))}`)
  }
}

function* takeTag(cursor: Cursor, mark: string): Reading<string> {
  yield* cursor.expect(`${mark}<`)
  return yield* cursor.until('>', 512)
}

/** What stands up to the closing tag of a name: a text, or tags. */
function* readElement(cursor: Cursor, mark: string, name: string, types: readonly string[]): Reading<string> {
  const text = yield* cursor.until(`${mark}<`)
  const inner: { name: string; json: string }[] = []
  let tag = yield* cursor.until('>', 512)
  if (tag === `/${name}`) return toArgument(text, undefined, types)
  while (tag !== `/${name}`) {
    inner.push({ name: tag, json: yield* readElement(cursor, mark, tag, []) })
    tag = yield* takeTag(cursor, mark)
  }
  const isList = inner.every((one) => one.name === 'item') && !types.includes('object')
  return isList
    ? `[${inner.map((one) => one.json).join(', ')}]`
    : `{${inner.map((one) => `${JSON.stringify(one.name)}: ${one.json}`).join(', ')}}`
}

import type { CallBody, JsonType, LiteralDialect } from '../output/calls/call-syntax.ts'
import { word } from '../prompt/probe-template.ts'
import { names } from './probe-calls.ts'
import { sharedEnd, sharedStart, throughLastTag } from './shared-text.ts'

/** A rendered call: what stands before its name and behind its arguments, how many characters that is, and how the rest is written. */
export type FoundCall = { before: string; behind: string; body: CallBody }

/** Renders one call of the first probe tool with these arguments, as JSON text. */
type Render = (args: string) => string | undefined

/** How a call with one argument, a text, writes name and arguments. */
export function deriveArguments(call: string, render: Render): FoundCall | undefined {
  const json = new RegExp(`\\{\\s*"${names.key}"\\s*:\\s*"${word.value}"\\s*\\}`).exec(call)
  return json ? aroundJson(call, json.index, json[0].length) : betweenTags(call, render)
}

function aroundJson(call: string, at: number, length: number): FoundCall | undefined {
  const nameAt = call.lastIndexOf(names.first, at)
  if (nameAt < 0) return undefined
  const before = call.slice(0, nameAt)
  const afterName = call.slice(nameAt + names.first.length, at)
  return { before, behind: call.slice(at + length), body: jsonBody(before, afterName) }
}

function jsonBody(before: string, afterName: string): CallBody {
  if (/\{\s*"$/.test(before) && /^"\s*:\s*$/.test(afterName)) return { type: 'keyed', afterName }
  const nameKey = /[{,]\s*"(\w+)"\s*:\s*"$/.exec(before)?.[1]
  const argumentsKey = /^".*"(\w+)"\s*:\s*$/s.exec(afterName)?.[1]
  return nameKey && argumentsKey ? { type: 'object', afterName, nameKey, argumentsKey } : { type: 'named', afterName }
}

function betweenTags(call: string, render: Render): FoundCall | undefined {
  const keyAt = call.indexOf(names.key)
  const valueAt = call.indexOf(word.value, keyAt)
  const nameAt = call.lastIndexOf(names.first, keyAt)
  if (keyAt < 0 || valueAt < 0 || nameAt < 0) return undefined
  const before = call.slice(0, nameAt)
  const beforeKey = call.slice(nameAt + names.first.length, keyAt)
  const sign = call.slice(keyAt + names.key.length, valueAt)
  const afterValue = call.slice(valueAt + word.value.length)
  const mark = new RegExp(`^(.*?)</${names.key}>`, 's').exec(afterValue)
  if (mark) return nested(before, beforeKey, mark[1] ?? '', afterValue.slice(mark[0].length))
  if (/[{(]\s*$/.test(beforeKey)) return literal(before, beforeKey, sign, afterValue, render)
  const two = render(JSON.stringify({ [names.key]: word.value, [names.otherKey]: 'Zqmore' }))
  const between = two?.slice(two.indexOf(word.value) + word.value.length, two.indexOf(names.otherKey))
  if (between === undefined) return undefined
  const valueClose = throughLastTag(sharedStart(between, afterValue))
  const keyOpen = between.slice(valueClose.length)
  const afterName = beforeKey.slice(0, beforeKey.length - sharedEnd(beforeKey, keyOpen).length)
  const valueOpen = valueOpenings(sign, render)
  return { before, behind: afterValue.slice(valueClose.length), body: { type: 'tagged', afterName, keyOpen, valueOpen, valueClose } }
}

const nested = (before: string, beforeKey: string, mark: string, behind: string): FoundCall => ({
  before,
  behind,
  body: { type: 'nested', afterName: beforeKey.slice(0, beforeKey.length - mark.length - 1), mark },
})

function literal(before: string, afterName: string, sign: string, afterValue: string, render: Render): FoundCall {
  const close = afterName.trimEnd().endsWith('{') ? '}' : ')'
  const quote = sign.slice(1).trim()
  const constants = Object.fromEntries(
    ['true', 'false', 'null'].map((constant) => {
      const text = render(`{"${names.key}": ${constant}}`) ?? ''
      const [, written = constant] = new RegExp(`${names.key}\\W\\s*(\\w+)`).exec(text) ?? []
      return [constant, written]
    }),
  )
  const dialect: LiteralDialect = { sign: sign[0] ?? '', quotes: quote.length === 1 ? ['"', "'"] : [quote], constants }
  return { before, behind: afterValue.slice(afterValue.indexOf(close) + 1), body: { type: 'literal', afterName, close, dialect } }
}

const samples: [JsonType, string, RegExp][] = [
  ['number', '41723', /41723/],
  ['boolean', 'true', /true/i],
  ['object', '{"zqin": 1}', /\{[^{}]*zqin/],
  ['array', '["zqin"]', /\[[^[\]]*zqin/],
  ['null', 'null', /null(?!")|None/],
]

/** What stands before a value, for each type that a template writes in a way of its own. */
function valueOpenings(text: string, render: Render): Partial<Record<JsonType, string>> & { string: string } {
  const openings: Partial<Record<JsonType, string>> & { string: string } = { string: text }
  for (const [type, json, pattern] of samples) {
    const call = render(`{"${names.key}": ${json}}`)
    const rest = call?.slice(call.indexOf(names.key) + names.key.length)
    const at = rest?.search(pattern) ?? -1
    if (rest !== undefined && at >= 0) openings[type] = rest.slice(0, at)
  }
  return openings
}

import { callIdPlace, callNumberPlace } from '../output/calls/call-syntax.ts'

/** The longest text that both begin with. */
export function sharedStart(a: string, b: string): string {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length++
  return a.slice(0, length)
}

/** The same, without the beginning of a tag that they do not share whole. */
export function sharedTags(a: string, b: string): string {
  const shared = sharedStart(a, b)
  const open = shared.lastIndexOf('<')
  return open > shared.lastIndexOf('>') ? shared.slice(0, open) : shared
}

/** The longest text that both end with. */
export function sharedEnd(a: string, b: string): string {
  let length = 0
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length++
  return a.slice(a.length - length)
}

/** The text without what stands behind the last end of a tag, but for white space; all of it where no tag ends. */
export function throughLastTag(text: string): string {
  const end = Math.max(text.lastIndexOf('>'), text.lastIndexOf(']'))
  if (end < 0) return text
  return text.slice(0, end + 1) + (/^\s*/.exec(text.slice(end + 1))?.[0] ?? '')
}

/** A text of a call with places for what each call has of its own: its id and its number. */
export const fillPlaces = (text: string): string =>
  text.replace(/zqID\d+/g, callIdPlace).replace(/(?<=index="|"tool_call_id": ")\d+(?=")/g, callNumberPlace)

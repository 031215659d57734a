import type { ChannelSyntax } from './output-format.ts'

/** What the head of a message says, and how long it is. */
export type HeadReading =
  | { type: 'unknown' }
  | { type: 'content' | 'reasoning'; length: number }
  | { type: 'call'; length: number; name: string }

/** Reads the head of a message. `isWhole`: no more text comes. */
export function readHead(text: string, { start, message, ends, reasoning, call }: ChannelSyntax, isWhole: boolean): HeadReading {
  const skipped = skip(text, [start, ...ends])
  const rest = text.slice(skipped)
  const isPartial = [start, ...ends].some((mark) => rest !== '' && mark.startsWith(rest.trimStart()))
  if (!isWhole && (rest.trim() === '' || isPartial)) return { type: 'unknown' }
  const end = rest.indexOf(message)
  if (end < 0)
    return canBeHead(rest) && !isWhole
      ? { type: 'unknown' }
      : { type: 'content', length: isWhole && canBeHead(rest) ? text.length : skipped }
  const head = rest.slice(0, end)
  const length = skipped + end + message.length
  const name = call === undefined ? undefined : new RegExp(call).exec(head)?.groups?.name
  if (name !== undefined) return { type: 'call', length, name }
  if (reasoning !== undefined && new RegExp(reasoning).test(head)) return { type: 'reasoning', length }
  return { type: 'content', length }
}

function skip(text: string, marks: readonly string[]): number {
  let at = 0
  for (;;) {
    const rest = text.slice(at)
    const ink = rest.trimStart()
    const mark = marks.find((one) => one !== '' && ink.startsWith(one))
    if (mark === undefined) return at
    at += rest.length - ink.length + mark.length
  }
}

const mostHeadCharacters = 300

// A head names a recipient or a channel; anything else is an answer without one.
const canBeHead = (text: string) => text.length < mostHeadCharacters && /^\s*(to(=|$)|t$|<\||<$|[\w.-]+$)/.test(text)

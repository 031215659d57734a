import type { CallSyntax } from './calls/call-syntax.ts'
import { type OutputFormat, strayMarksOf } from './output-format.ts'

/** `dropped`: it belongs to nothing and is no text. `head`: a message ends, and the head of another may follow. */
export type Mark = { text: string; leadsTo: 'content' | 'reasoning' | 'call' | 'dropped' | 'head' }
/** A mark and where it stands. */
export type PlacedMark = Mark & { index: number }

/** The marks that count in content, and those in reasoning. */
export type MarkSets = { content: readonly Mark[]; reasoning: readonly Mark[] }

/** The marks that an output is read by. */
export function markSetsOf(format: OutputFormat): MarkSets {
  const { reasoning, calls, channels } = format
  const ends = [...(channels?.ends ?? []), ...(channels ? [channels.start] : [])].map((text): Mark => ({ text, leadsTo: 'head' }))
  return {
    content: [
      ...(reasoning && !channels ? [{ text: reasoning.open.trim(), leadsTo: 'reasoning' } as const] : []),
      ...(calls?.triggers ?? []).map((text): Mark => ({ text, leadsTo: 'call' })),
      ...ends,
      ...strayMarksOf(format).map((text): Mark => ({ text, leadsTo: 'dropped' })),
    ],
    reasoning: reasoning && !channels ? [{ text: reasoning.close.trim(), leadsTo: 'content' }] : ends,
  }
}

/** The first of these marks in a text, the longest where two begin together. */
export function nextMark(text: string, marks: readonly Mark[]): PlacedMark | undefined {
  let first: PlacedMark | undefined
  for (const mark of marks) {
    const index = text.indexOf(mark.text)
    if (index < 0) continue
    if (!first || index < first.index || (index === first.index && mark.text.length > first.text.length)) first = { ...mark, index }
  }
  return first
}

/** What may stand between calls and behind the last, each part on its own. */
export function followersOf({ callClose, between, close, body }: CallSyntax): string[] {
  const rest = body.type === 'object' || body.type === 'keyed' ? callClose.slice(callClose.indexOf('}') + 1) : callClose
  const parts = [rest, between, close].flatMap((text) => text.split(/\s+/)).filter((part) => part !== '')
  return [...new Set(parts)].sort((a, b) => b.length - a.length)
}

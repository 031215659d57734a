import type { CallSyntax } from '../output/calls/call-syntax.ts'
import { word } from '../prompt/probe-template.ts'
import type { TemplateTraits } from '../prompt/template-traits.ts'
import { deriveArguments } from './derive-arguments.ts'
import { names, probeCalls } from './probe-calls.ts'
import { fillPlaces, sharedEnd, sharedStart, throughLastTag } from './shared-text.ts'
import type { Turn } from './turn.ts'

/** How a template writes calls, found by comparing what it renders; undefined where it writes none, or in a way that is not understood. */
export function deriveCalls(chatTemplate: string, traits: TemplateTraits, turn: Turn): CallSyntax | undefined {
  const render = (...calls: { name: string; args: string }[]) => {
    const text = probeCalls(chatTemplate, traits, calls)
    return text === undefined ? undefined : fillPlaces(turn.withoutStart(text))
  }
  const args = JSON.stringify({ [names.key]: word.value })
  const one = render({ name: names.first, args })
  const found = one === undefined ? undefined : deriveArguments(one, (other) => render({ name: names.first, args: other }))
  if (one === undefined || !found) return undefined
  const two = render({ name: names.first, args }, { name: names.second, args })
  const parts = divide(one, two, { before: found.before, behind: turn.withoutEnd(found.behind) }, found.behind.length)
  const trigger = triggerOf(parts.open + parts.callOpen)
  return {
    ...parts,
    body: found.body,
    // Llama writes bare JSON, or the same behind the mark of its built-in tools.
    triggers: [trigger ?? '<|python_tag|>'],
    bare: trigger === undefined,
    several: two?.includes(names.second) ?? false,
    // These templates refuse any other id.
    idLength: chatTemplate.includes('[TOOL_CALLS]') ? 9 : undefined,
  }
}

type Parts = Pick<CallSyntax, 'open' | 'callOpen' | 'callClose' | 'between' | 'close'>

/** Parts what stands around one call into that of all calls and that of each, by comparing with two calls. */
function divide(one: string, two: string | undefined, { before, behind }: { before: string; behind: string }, behindLength: number): Parts {
  const firstEnd = one.length - behindLength
  const second = two?.lastIndexOf(names.second) ?? -1
  const isComparable = two !== undefined && second > firstEnd && two.startsWith(one.slice(0, firstEnd))
  if (!isComparable) return { open: '', callOpen: before, callClose: behind, between: '', close: '' }
  const middle = two.slice(firstEnd, second)
  const callOpen = sharedOpening(before, middle)
  const rest = middle.slice(0, middle.length - callOpen.length)
  const callClose = sharedClosing(rest, behind)
  return {
    open: before.slice(0, before.length - callOpen.length),
    callOpen: callOpen,
    callClose: callClose,
    between: rest.slice(callClose.length),
    // Behind calls that nothing encloses stands what ends the turn.
    close: before.length === callOpen.length ? '' : behind.slice(callClose.length),
  }
}

// Where a call opens as the one before it closes, with the end of a tag, that belongs to the one before.
function sharedOpening(before: string, middle: string): string {
  const shared = sharedEnd(before, middle)
  if (shared.length === before.length) return shared
  const start = shared.search(/[<[{\]]/)
  return (start < 0 ? shared : shared.slice(start)).replace(/^<\|sep\|>/, '')
}

function sharedClosing(rest: string, behind: string): string {
  const shared = sharedStart(rest, behind)
  if (shared.length === rest.length || shared.length === behind.length) return shared
  const brace = /^[^<>[\]{}]*\}/.exec(shared)?.[0] ?? ''
  const tags = throughLastTag(shared)
  return /[>\]]\s*$/.test(tags) ? tags : brace
}

/** The mark that begins a call: its first tag, or what is written up to the first white space or JSON. */
function triggerOf(opening: string): string | undefined {
  const [mark = ''] =
    /^(?:<\|open\|>[^<]*<\|sep\|>|\[\/?[A-Z_]+\]|\]<\]\w+\[>\[<[^>]*>|<[^<>\s]+>|[^\s{["]+)/.exec(opening.trimStart()) ?? []
  return mark === '' ? undefined : mark
}

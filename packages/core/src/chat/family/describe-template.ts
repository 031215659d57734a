import type { CallSyntax } from '../output/calls/call-syntax.ts'
import { type OutputSyntax, plainSyntax } from '../output/output-format.ts'
import { probeTemplate, word } from '../prompt/probe-template.ts'
import type { TemplateTraits } from '../prompt/template-traits.ts'
import { deriveCalls } from './derive-calls.ts'
import { deriveReasoning } from './derive-reasoning.ts'
import { provesCalls } from './prove-calls.ts'
import { sharedTags } from './shared-text.ts'
import { specialFamilies } from './special-families.ts'
import { answerTurns, createTurn } from './turn.ts'

/** What a template takes, and what its model writes. */
export type TemplateDescription = { traits: TemplateTraits; syntax: OutputSyntax; family: string }

const described = new Map<string, TemplateDescription>()

/** Describes a template by rendering probes and comparing them; once for each text. Without a template, all output is text. */
export function describeTemplate(chatTemplate: string): TemplateDescription {
  const known = described.get(chatTemplate)
  if (known) return known
  const description = describe(chatTemplate)
  described.set(chatTemplate, description)
  return description
}

function describe(chatTemplate: string): TemplateDescription {
  const traits = probeTemplate(chatTemplate)
  if (traits.problem !== undefined) return { traits, syntax: plainSyntax, family: 'derived' }
  const special = specialFamilies.find(({ holds }) => holds.every((text) => chatTemplate.includes(text)))
  const reasoning = special?.syntax.channels ? special.syntax.reasoning : deriveReasoning(chatTemplate, traits)
  const turns = answerTurns(chatTemplate, traits)
  const contentMarks = special?.syntax.contentMarks ?? deriveContentMarks(turns, reasoning?.close.trim() ?? '')
  const turn = createTurn(turns, reasoning, contentMarks)
  const calls = special?.syntax.calls ?? deriveCalls(chatTemplate, traits, turn)
  const derived: OutputSyntax = { reasoning, contentMarks, calls, channels: undefined }
  const syntax = { ...derived, ...special?.syntax }
  const isRendered = special?.syntax.calls === undefined
  const inChannels =
    isRendered && syntax.calls && syntax.channels ? { ...syntax, calls: withoutHeads(syntax.calls, syntax.channels.message) } : syntax
  const isProven = provesCalls(chatTemplate, traits, inChannels, turn)
  return { traits, syntax: isProven ? inChannels : { ...inChannels, calls: undefined }, family: special?.name ?? 'derived' }
}

/** Marks that a template writes around content, where a prompt does not end with the first of them. */
function deriveContentMarks(turns: { plain: string; prompt: string } | undefined, reasoningClose: string): string[] {
  if (!turns) return []
  const at = turns.plain.indexOf(word.answer)
  const head = turns.plain.slice(sharedTags(turns.plain, turns.prompt).length, at)
  const open = (
    reasoningClose === ''
      ? head
      : head.slice(head.lastIndexOf(reasoningClose) < 0 ? 0 : head.lastIndexOf(reasoningClose) + reasoningClose.length)
  ).trim()
  if (!/^<\|/.test(open)) return []
  const end = turns.plain.slice(at + word.answer.length)
  const words = open.replace(/<\|open\|>/, '<|close|>')
  const close = end.startsWith(words) ? words : (/^\s*(<\|[^<>]*>)/.exec(end)?.[1] ?? '')
  const message = words === open ? [] : ['<|close|>message<|sep|>']
  return [open, close, ...message].filter((mark) => mark !== '')
}

/** A call as it is written in the body of a message, its head being read apart. */
function withoutHeads(calls: CallSyntax, message: string): CallSyntax {
  const callOpen = calls.callOpen.slice(calls.callOpen.lastIndexOf(message) + message.length)
  return { ...calls, callOpen, triggers: callOpen.split(/\s/).slice(0, 1) }
}

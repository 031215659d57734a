import type { ToolDefinition } from '../chat.ts'
import { type CallSyntax, tagsOf } from './calls/call-syntax.ts'

/** What stands around reasoning. */
export type ReasoningMarks = { open: string; close: string }

/** How a family divides a turn into messages with a head each: to whom it goes, or what it is. */
export type ChannelSyntax = {
  /** Before the head of every message but the first. */
  start: string
  /** Between head and body. */
  message: string
  /** Ends of a body. */
  ends: readonly string[]
  /** Heads, as sources of regular expressions; that of a call holds its name as `name`. Any other is content. */
  reasoning: string | undefined
  call: string | undefined
  /** The head that an answer of content alone has, and that of a call where calls have one besides what they open with. */
  contentHead: string
  callHead: string | undefined
}

/** What a template's model writes besides text: derived from the template, proven by reading back what it renders. */
export type OutputSyntax = {
  reasoning: ReasoningMarks | undefined
  /** Marks around content, which are no part of it. */
  contentMarks: readonly string[]
  calls: CallSyntax | undefined
  channels: ChannelSyntax | undefined
}

/** What an output may hold, and which of it was asked for. */
export type OutputFormat = OutputSyntax & {
  /** The prompt ended inside reasoning. */
  startsReasoning: boolean
  /** The tools that were offered. */
  tools: readonly ToolDefinition[]
}

/** An output that is all text. */
export const plainSyntax: OutputSyntax = { reasoning: undefined, contentMarks: [], calls: undefined, channels: undefined }

/** The format of an answer. `promptEnd` is how the rendered prompt ends; `mayCall`: calls are looked for. */
export function outputFormatOf(syntax: OutputSyntax, promptEnd: string, tools: readonly ToolDefinition[], mayCall = true): OutputFormat {
  const isOffered = tools.length > 0 && mayCall
  const open = syntax.reasoning?.open.trim() ?? ''
  return {
    ...syntax,
    calls: isOffered ? syntax.calls : undefined,
    startsReasoning: open !== '' && promptEnd.trimEnd().endsWith(open),
    tools: isOffered ? tools : [],
  }
}

/** Texts that hold all marks an output is read by. */
export const markTextsOf = ({ reasoning, contentMarks, calls, channels }: OutputSyntax): string[] => [
  ...(reasoning ? [reasoning.open, reasoning.close] : []),
  ...contentMarks,
  ...(calls ? [...calls.triggers, calls.open, calls.callOpen, ...bodyTexts(calls), calls.callClose, calls.between, calls.close] : []),
  ...(channels ? [channels.start, channels.message, ...channels.ends, '<|channel|><|constrain|>'] : []),
]

function bodyTexts({ body }: CallSyntax): string[] {
  switch (body.type) {
    case 'tagged':
      return [body.afterName, body.keyOpen, ...Object.values(body.valueOpen), body.valueClose]
    case 'literal':
      return [body.afterName, body.close, ...body.dialect.quotes]
    case 'nested':
      return [body.afterName, body.mark]
    default:
      return [body.afterName]
  }
}

/** Marks that are dropped wherever they stand in content: those of an end, which nothing may have begun. */
export function strayMarksOf({ reasoning, contentMarks, calls, channels }: OutputFormat): string[] {
  const ends = calls ? [calls.callClose, calls.close].flatMap(tagsOf) : []
  const openings = calls ? [calls.open, calls.callOpen].flatMap(tagsOf) : []
  const strays = [
    ...(reasoning && !channels ? [reasoning.close.trim()] : []),
    ...contentMarks,
    ...ends.filter((tag) => !openings.includes(tag)),
  ]
  return [...new Set(strays)].filter((mark) => mark !== '' && !channels?.ends.includes(mark))
}

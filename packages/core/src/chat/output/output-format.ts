import type { ChatRequest } from '../chat.ts'
import { allCallMarks, type CallSyntax, callMarks, callSyntaxOf } from './call-syntax.ts'

/** What the model's output may hold besides text. */
export type OutputFormat = {
  /** `<think>…</think>` is reasoning. */
  reasoning: boolean
  /** The prompt ended inside `<think>`. */
  startsReasoning: boolean
  /** How calls are written; undefined when none are looked for. */
  calls: CallSyntax | undefined
  /** Names of the tools that were offered. */
  toolNames: readonly string[]
}

/** The output format of the family a template belongs to. `promptEnd` is how the rendered prompt ends. */
export function outputFormatOf(
  chatTemplate: string,
  promptEnd: string,
  { tools = [], toolChoice }: Pick<ChatRequest, 'tools' | 'toolChoice'>,
): OutputFormat {
  const areOffered = tools.length > 0 && toolChoice !== 'none'
  return {
    reasoning: chatTemplate.includes(think.close),
    startsReasoning: promptEnd.trimEnd().endsWith(think.open),
    calls: areOffered ? callSyntaxOf(chatTemplate) : undefined,
    toolNames: areOffered ? tools.map((tool) => tool.function.name) : [],
  }
}

/** What is between them is reasoning. */
const think = { open: '<think>', close: '</think>' } as const
/** What ends a call of Hermes. */
export const hermesEnd = '</tool_call>'

/** `owed`: the end of a call that was complete before it; it is dropped wherever it comes. */
export type Mark = { text: string; leadsTo: 'content' | 'reasoning' | 'call' | 'owed' }
/** A mark and where it stands. */
export type PlacedMark = Mark & { index: number }

/** Texts of all marks that an output is read by. */
export const markTextsOf = ({ reasoning, calls }: OutputFormat): string[] => [
  ...(reasoning ? [think.open, think.close] : []),
  ...(calls ? allCallMarks[calls] : []),
]

/** The marks that count at a place in an output. */
export function marksOf({ reasoning, calls }: OutputFormat, { inReasoning, owesEnd }: { inReasoning: boolean; owesEnd: boolean }): Mark[] {
  if (inReasoning) return [{ text: think.close, leadsTo: 'content' }]
  return [
    ...(reasoning ? [{ text: think.open, leadsTo: 'reasoning' } as const] : []),
    ...(calls ? [{ text: callMarks[calls], leadsTo: 'call' } as const] : []),
    ...(owesEnd ? [{ text: hermesEnd, leadsTo: 'owed' } as const] : []),
  ]
}

/** The first of these marks in a text. */
export function nextMark(text: string, marks: readonly Mark[]): PlacedMark | undefined {
  return marks
    .map((mark) => ({ ...mark, index: text.indexOf(mark.text) }))
    .filter((mark) => mark.index >= 0)
    .sort((a, b) => a.index - b.index)[0]
}

import type { ChatMessage } from '../chat.ts'
import type { ReasoningMarks } from '../output/output-format.ts'
import { asked, probeTool, tryProbe, word } from '../prompt/probe-template.ts'
import type { TemplateTraits } from '../prompt/template-traits.ts'

const lastMark = /(<\|?[^<>\s]+>|\[[A-Z_]+\])(?:\w+\s)?\s*$/
const firstMark = /^\s*(<\|?\/?[^<>\s]+>(?:\w+<\|sep\|>)?|\[\/[A-Z_]+\])/

/** Marks of reasoning that templates name without writing any themselves. */
const knownMarks: readonly ReasoningMarks[] = [
  { open: '<think>', close: '</think>' },
  { open: '<seed:think>', close: '</seed:think>' },
  { open: '[THINK]', close: '[/THINK]' },
  { open: '<|START_THINKING|>', close: '<|END_THINKING|>' },
  { open: '<mm:think>', close: '</mm:think>' },
  { open: '<|channel>thought\n', close: '<channel|>' },
  { open: '<|inner_prefix|>', close: '<|inner_suffix|>' },
  { open: '<thinking>', close: '</thinking>' },
  { open: '<reasoning>', close: '</reasoning>' },
]

/** What stands around reasoning: as a template writes that of an earlier turn, or as it names it. */
export function deriveReasoning(chatTemplate: string, traits: TemplateTraits): ReasoningMarks | undefined {
  const known = knownMarks.find(({ close }) => chatTemplate.includes(close))
  return known ?? renderedMarks(chatTemplate, traits)
}

function renderedMarks(chatTemplate: string, traits: TemplateTraits): ReasoningMarks | undefined {
  if (traits.reasoningFields.length === 0) return undefined
  const said: ChatMessage = { role: 'assistant', content: word.answer, reasoning: word.thought }
  const calling: ChatMessage = { ...said, content: '', toolCalls: [{ id: word.id, name: word.tool, arguments: '{}' }] }
  const result: ChatMessage = { role: 'tool', content: 'Zqresult', toolCallId: word.id }
  const chats = [
    { messages: [asked, said], prompt: false },
    { messages: [asked, calling, result], tools: [probeTool] },
  ]
  for (const chat of chats) {
    const text = tryProbe(chatTemplate, { ...chat, reasoning: true }, traits)
    const at = text?.indexOf(word.thought) ?? -1
    if (text === undefined || at < 0) continue
    const open = openBefore(text.slice(0, at))
    const close = firstMark.exec(text.slice(at + word.thought.length))?.[1]
    if (open !== undefined && close !== undefined) return { open, close }
  }
  return undefined
}

// Some write an opening in several marks with a word between them.
function openBefore(text: string): string | undefined {
  const several = /(<\|open\|>\w+<\|sep\|>)\s*$/.exec(text)?.[1]
  return several ?? lastMark.exec(text)?.[0].trim()
}

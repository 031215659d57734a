import type { ChatMessage, ToolDefinition } from '../chat.ts'
import { asked, tryProbe, word } from '../prompt/probe-template.ts'
import type { TemplateTraits } from '../prompt/template-traits.ts'
import { sharedTags } from './shared-text.ts'

/** Names that no template holds. */
export const names = { first: word.tool, second: 'zqgn', key: word.key, otherKey: 'zqother' } as const

const toolOf = (name: string): ToolDefinition => ({
  type: 'function',
  function: {
    name,
    description: 'Tries.',
    parameters: {
      type: 'object',
      properties: { [names.key]: { description: 'What.' }, [names.otherKey]: { type: 'string', description: 'More.' } },
    },
  },
})

export const probeTools: readonly ToolDefinition[] = [toolOf(names.first), toolOf(names.second)]

export type ProbeCall = { name: string; args: string }

/** The turn that a template makes of calls, without what stands before it and without the end of a turn; undefined where it cannot. */
export function probeCalls(chatTemplate: string, traits: TemplateTraits, calls: readonly ProbeCall[]): string | undefined {
  const toolCalls = calls.map(({ name, args }, index) => ({ id: index === 0 ? word.id : `zqID6789${index}`, name, arguments: args }))
  const turn: ChatMessage = { role: 'assistant', content: '', toolCalls }
  const tools = [...probeTools]
  const before = tryProbe(chatTemplate, { messages: [asked], tools, prompt: false }, traits)
  const whole = tryProbe(chatTemplate, { messages: [asked, turn], tools, prompt: false }, traits)
  if (before === undefined || whole === undefined) return undefined
  return whole.slice(sharedTags(before, whole).length)
}

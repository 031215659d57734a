import type { ChatMessage, ToolDefinition } from '../chat.ts'
import { plainOf } from '../jinja/values/text.ts'
import { renderTemplate } from './render-template.ts'
import { type TemplateTraits, usualTraits } from './template-traits.ts'
import { type PromptRequest, toVariables } from './to-variables.ts'

/** A chat to try a template with. `prompt` false leaves out the beginning of the next turn. */
export type Probe = Omit<PromptRequest, 'messages'> & { messages: ChatMessage[]; prompt?: boolean }

/** The text that a template makes of a chat. Throws where it cannot. */
function renderProbe(chatTemplate: string, { prompt = true, ...request }: Probe, traits: TemplateTraits): string {
  const variables = toVariables(request, traits, { bosToken: '', eosToken: '' })
  variables.set('add_generation_prompt', prompt)
  return plainOf(renderTemplate(chatTemplate, variables))
}

/** The same, or undefined where it cannot. */
export function tryProbe(chatTemplate: string, probe: Probe, traits: TemplateTraits): string | undefined {
  try {
    return renderProbe(chatTemplate, probe, traits)
  } catch {
    return undefined
  }
}

// Texts that no template holds.
export const word = {
  user: 'Zqask',
  answer: 'Zqsaid',
  thought: 'Zqmused',
  system: 'Zqrule',
  tool: 'zqfn',
  key: 'zqkey',
  value: 'Zqvalue',
  id: 'zqID12345',
}
export const asked: ChatMessage = { role: 'user', content: word.user }
export const probeTool: ToolDefinition = {
  type: 'function',
  function: {
    name: word.tool,
    description: 'Tries.',
    parameters: { type: 'object', properties: { [word.key]: { type: 'string', description: 'What.' } }, required: [word.key] },
  },
}
const calling = (reasoning?: string): ChatMessage => ({
  role: 'assistant',
  content: '',
  reasoning,
  toolCalls: [{ id: word.id, name: word.tool, arguments: JSON.stringify({ [word.key]: word.value }) }],
})
const result: ChatMessage = { role: 'tool', content: 'Zqresult', toolCallId: word.id }

/** Finds what a template takes, by rendering it. */
export function probeTemplate(chatTemplate: string): TemplateTraits {
  const shows = (probe: Probe, traits: TemplateTraits, ...texts: string[]) => {
    const text = tryProbe(chatTemplate, probe, traits)
    return text !== undefined && texts.every((one) => text.includes(one))
  }
  const noToolsAs =
    problemOf(chatTemplate, usualTraits) !== undefined && problemOf(chatTemplate, { ...usualTraits, noToolsAs: 'empty' }) === undefined
      ? 'empty'
      : 'none'
  let traits: TemplateTraits = { ...usualTraits, noToolsAs }
  const plain = { messages: [asked] }
  const takesText = shows(plain, traits, word.user)
  traits = { ...traits, contentAsParts: !takesText && partsAreShown(chatTemplate, asked, [asked], { ...traits, contentAsParts: true }) }
  const withSystem = { messages: [{ role: 'system' as const, content: word.system }, asked] }
  traits = {
    ...traits,
    hasSystem: shows(withSystem, traits, word.system) || !shows(withSystem, { ...traits, hasSystem: false }, word.system),
  }
  traits = { ...traits, ...callTraits(chatTemplate, traits) }
  traits = { ...traits, partsOf: rolesWithParts(chatTemplate, traits) }
  traits = { ...traits, hasTools: shows({ messages: [asked], tools: [probeTool] }, traits, word.tool) }
  traits = { ...traits, reasoningFields: reasoningFieldsOf(chatTemplate, traits) }
  return {
    ...traits,
    switches: switchesOf(chatTemplate, traits),
    efforts: effortsOf(chatTemplate, traits),
    problem: problemOf(chatTemplate, traits),
  }
}

function problemOf(chatTemplate: string, traits: TemplateTraits): string | undefined {
  const attempts = [traits, { ...traits, contentAsParts: true }].map((reading) => {
    try {
      renderProbe(chatTemplate, { messages: [asked] }, reading)
      return undefined
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  })
  return attempts.includes(undefined) ? undefined : attempts[0]
}

/** Whether it shows the parts of a message, each as its text and not as a value is printed. */
function partsAreShown(chatTemplate: string, message: ChatMessage, messages: ChatMessage[], traits: TemplateTraits): boolean {
  const text =
    tryProbe(chatTemplate, { messages, tools: [probeTool], prompt: false }, traits) ??
    tryProbe(chatTemplate, { messages, prompt: false }, traits)
  const at = text?.indexOf(message.content) ?? -1
  return text !== undefined && at >= 0 && !/['"]text['"]\s*:\s*['"\\]*$/.test(text.slice(0, at))
}

function rolesWithParts(chatTemplate: string, traits: TemplateTraits): TemplateTraits['partsOf'] {
  const said: ChatMessage = { role: 'assistant', content: word.answer }
  const told: ChatMessage = { role: 'system', content: word.system }
  const chats: [ChatMessage, ChatMessage[]][] = [
    [asked, [asked]],
    [told, [told, asked]],
    [said, [asked, said, asked]],
    [result, [asked, calling(), result]],
  ]
  return chats
    .filter(([message, messages]) => {
      const { role, content } = message
      const split = messages.map((one) => (one === message ? { ...one, parts: [content] } : one))
      return partsAreShown(chatTemplate, message, split, { ...traits, partsOf: [role] })
    })
    .map(([{ role }]) => role)
}

function callTraits(chatTemplate: string, traits: TemplateTraits): Pick<TemplateTraits, 'argumentsAs' | 'emptyContentAs'> {
  const readings = (['object', 'text'] as const).flatMap((argumentsAs) =>
    (['text', 'none'] as const).map((emptyContentAs) => ({ argumentsAs, emptyContentAs })),
  )
  const chat = { messages: [asked, calling(), result], tools: [probeTool] }
  const right = readings.find((reading) => {
    const text = tryProbe(chatTemplate, chat, { ...traits, ...reading })
    // A text that was written as JSON once more is escaped; an object that was joined to a text is printed as Python does.
    return text?.includes(word.value) && text.includes(word.key) && !text.includes(`\\"${word.key}`) && !text.includes(`{'${word.key}': '`)
  })
  return right ?? { argumentsAs: traits.argumentsAs, emptyContentAs: traits.emptyContentAs }
}

function reasoningFieldsOf(chatTemplate: string, traits: TemplateTraits): string[] {
  const shown = (reasoningFields: string[]) =>
    [
      { messages: [asked, calling(word.thought), result], tools: [probeTool] },
      { messages: [asked, { role: 'assistant' as const, content: word.answer, reasoning: word.thought }], prompt: false },
    ].some((probe) => tryProbe(chatTemplate, probe, { ...traits, reasoningFields })?.includes(word.thought))
  if (shown([])) return ['reasoning_content']
  return ['reasoning', 'thinking', 'thought'].filter((field) => shown([field])).slice(0, 1)
}

const offTexts = ['disabled', 'off', 'none', 'no_think']
const onTexts = ['enabled', 'on', 'high']

function switchesOf(chatTemplate: string, traits: TemplateTraits): TemplateTraits['switches'] {
  const names = new Set([...chatTemplate.matchAll(/(?<![.'"\w])\w*(?:think|reason|deliberat)\w*/gi)].map(([name]) => name))
  const prompt = (name: string, value: unknown) =>
    tryProbe(chatTemplate, { messages: [asked], templateArguments: { [name]: value } }, traits)
  const on: Record<string, unknown> = {}
  const off: Record<string, unknown> = {}
  const usual = tryProbe(chatTemplate, { messages: [asked] }, traits)
  for (const name of names) {
    const quoted = (texts: string[]) => texts.filter((text) => chatTemplate.includes(`"${text}"`) || chatTemplate.includes(`'${text}'`))
    const pairs: [unknown, unknown][] = [
      [true, false],
      ...quoted(onTexts).flatMap((onText) => quoted(offTexts).map((offText): [unknown, unknown] => [onText, offText])),
    ]
    const pair = pairs.find(([yes, no]) => {
      const [whenOn, whenOff] = [prompt(name, yes), prompt(name, no)]
      return whenOn !== undefined && whenOff !== undefined && whenOn !== whenOff
    })
    if (pair) {
      on[name] = pair[0]
      off[name] = pair[1]
    } else if (name.endsWith('budget')) {
      const without = prompt(name, 0)
      if (without !== undefined && without !== usual) off[name] = 0
    }
  }
  return Object.keys(off).length > 0 ? { on, off } : undefined
}

const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']

function effortsOf(chatTemplate: string, traits: TemplateTraits): TemplateTraits['efforts'] {
  if (!chatTemplate.includes('reasoning_effort')) return { told: [], refused: [] }
  const prompts = efforts.map((effort) => ({
    effort,
    prompt: tryProbe(chatTemplate, { messages: [asked], templateArguments: { ...traits.switches?.on, reasoning_effort: effort } }, traits),
  }))
  const refused = prompts.filter(({ prompt }) => prompt === undefined).map(({ effort }) => effort)
  const rendered = prompts.filter(({ prompt }) => prompt !== undefined)
  const differ = new Set(rendered.map(({ prompt }) => prompt)).size > 1
  // A template that prints any level as it comes was not made for none.
  const isTold = (effort: string) => effort !== 'none' || /['"]none['"]/.test(chatTemplate)
  return { told: differ ? rendered.map(({ effort }) => effort).filter(isTold) : [], refused }
}

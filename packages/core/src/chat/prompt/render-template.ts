import { Template } from '../jinja/template.ts'
import type { Str } from '../jinja/values/text.ts'
import { TemplateError, type Value } from '../jinja/values/value.ts'

const mostQuotedCharacters = 200

/** By their text, of which a process sees one for each of its models: to read one takes longer than to render a chat. */
const templates = new Map<string, Template>()

/** Renders a template. Throws an error with its own words and the line it failed at. */
export function renderTemplate(chatTemplate: string, variables: ReadonlyMap<string, Value>): Str {
  try {
    const template = templates.get(chatTemplate) ?? new Template(chatTemplate)
    templates.set(chatTemplate, template)
    return template.render(variables, new Date())
  } catch (error) {
    if (!(error instanceof TemplateError) || error.line === undefined) throw error
    const line = chatTemplate.split('\n')[error.line - 1]?.trim().slice(0, mostQuotedCharacters) ?? ''
    throw new Error(`Line ${error.line} of the template, ${JSON.stringify(line)}: ${error.message}`, { cause: error })
  }
}

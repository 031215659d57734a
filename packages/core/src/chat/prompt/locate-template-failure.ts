import { Template } from '@huggingface/jinja'

/** A line of a template: its number from 1, and its text. */
export type TemplateLine = { number: number; text: string }

const mostQuotedCharacters = 200

/**
 * The line of the tag that a failed rendering reached last; undefined when that cannot be told. The library keeps no
 * positions, so the template is rendered once more with a call before every tag that notes its line.
 */
export function locateTemplateFailure(chatTemplate: string, variables: Record<string, unknown>): TemplateLine | undefined {
  let reached: number | undefined
  const noteLine = (line: number) => {
    reached = line
    return ''
  }
  try {
    new Template(withLineNotes(chatTemplate)).render({ ...variables, [noteName]: noteLine })
    return undefined
  } catch {
    if (reached === undefined) return undefined
    const text = chatTemplate.split('\n')[reached - 1]?.trim() ?? ''
    return { number: reached, text: text.slice(0, mostQuotedCharacters) }
  }
}

const noteName = 'honestai_note_line'

/** Comments, tags with the texts in quotes inside them, and nothing else. */
const tagPattern = /\{#[\s\S]*?#\}|\{[{%](?:'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"|(?![%}]\})[^'"])*[%}]\}/g

function withLineNotes(chatTemplate: string): string {
  let line = 1
  let counted = 0
  return chatTemplate.replace(tagPattern, (tag, offset: number) => {
    line += chatTemplate.slice(counted, offset).split('\n').length - 1
    counted = offset
    return tag.startsWith('{#') ? tag : `{{ ${noteName}(${line}) }}${tag}`
  })
}

import type { ReasoningMarks } from '../output/output-format.ts'
import { asked, tryProbe, word } from '../prompt/probe-template.ts'
import type { TemplateTraits } from '../prompt/template-traits.ts'
import { sharedTags } from './shared-text.ts'

/** What stands around what a model says in a turn. */
export type Turn = {
  /** A turn, or the beginning of one, without its head, reasoning that is empty, and marks before content. */
  withoutStart(text: string): string
  /** The end of a turn without what ends any turn. */
  withoutEnd(text: string): string
}

/** The turns of an answer as a template writes them, each from where it parts from the chat before it. */
export function answerTurns(chatTemplate: string, traits: TemplateTraits): { plain: string; prompt: string } | undefined {
  const before = tryProbe(chatTemplate, { messages: [asked], prompt: false }, traits)
  const open = tryProbe(chatTemplate, { messages: [asked] }, traits)
  const whole = tryProbe(chatTemplate, { messages: [asked, { role: 'assistant', content: word.answer }], prompt: false }, traits)
  if (before === undefined || open === undefined || whole === undefined || !whole.includes(word.answer)) return undefined
  const start = sharedTags(sharedTags(before, open), whole).length
  return { plain: whole.slice(start), prompt: open.slice(start) }
}

/** The turn of a template whose answers look like that. */
export function createTurn(
  turns: { plain: string; prompt: string } | undefined,
  reasoning: ReasoningMarks | undefined,
  contentMarks: readonly string[],
): Turn {
  const plain = turns?.plain ?? ''
  const head = sharedTags(plain, turns?.prompt ?? '')
  const end = plain.slice(plain.indexOf(word.answer) + word.answer.length)
  const lastTag = /<[^<>]*>\s*$/.exec(end)?.[0].trim() ?? ''
  return {
    withoutStart(text) {
      let rest = text.slice(sharedTags(text, head).length)
      const close = reasoning?.close.trim() ?? ''
      // Some templates begin the next turn whether asked to or not.
      const said = Math.max(rest.indexOf(word.tool), rest.indexOf(word.answer))
      const at = close === '' ? -1 : rest.lastIndexOf(close, said < 0 ? rest.length : said)
      if (at >= 0) rest = rest.slice(at + close.length)
      for (let mark = first(rest, contentMarks); mark !== undefined; mark = first(rest, contentMarks))
        rest = rest.trimStart().slice(mark.length)
      return rest
    },
    withoutEnd(text) {
      const trimmed = text.replace(turnEnd, '').trimEnd()
      if (end.trim() !== '' && trimmed.endsWith(end.trim())) return trimmed.slice(0, trimmed.length - end.trim().length)
      return trimmed
        .replace(/<\|e(?:om|ot)[^<>]*\|>$/, '')
        .slice(0, lastTag !== '' && trimmed.endsWith(lastTag) ? trimmed.length - lastTag.length : undefined)
    },
  }
}

const first = (text: string, marks: readonly string[]) => marks.find((mark) => text.trimStart().startsWith(mark))

// What ends a turn by itself, whatever else does.
const turnEnd = /<[|｜]?(?:e(?:om|os|ot|nd)|im_end|[^<>]*_eos)[^<>]*>.*$|<\|(?:END|START)_OF_TURN_TOKEN\|>.*$/s

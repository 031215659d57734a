import { foreignOf, plainOf, type Range, type Str } from '../jinja/values/text.ts'
import { renderTemplate } from './render-template.ts'
import { splitMarks } from './split-marks.ts'
import type { TemplateTraits } from './template-traits.ts'
import { type PromptRequest, toVariables } from './to-variables.ts'

/** A piece of a prompt. Special tokens are recognised only where the template wrote them, never in what a caller sent. */
export type PromptPiece = { text: string; special: boolean }

/** What a template needs to know of its model. */
export type ChatFormat = {
  chatTemplate: string
  /** What the template takes, as found by `probeTemplate`. */
  traits: TemplateTraits
  bosToken: string
  eosToken: string
  /** Texts of the model's control tokens, by which a caller could try to forge a turn. */
  controlTokens: readonly string[]
  /** Texts of tokens that tokenizers find in plain text too. Those that the template writes are marks to the model. */
  userDefinedTokens: readonly string[]
}

/**
 * Renders a chat with the model's own template into pieces for its tokenizer.
 *
 * A stretch from the caller that has part in a special token's text is kept apart as plain text; all other text stays joined to
 * the template's, so that it is tokenized exactly as the whole rendered prompt would be. Throws an error with the
 * template's own words and the line it failed at.
 */
export function renderPrompt(request: PromptRequest, format: ChatFormat): PromptPiece[] {
  const plainMarks = plainMarksOf(format)
  const rendered = renderTemplate(format.chatTemplate, toVariables(request, format.traits, format))
  return toPieces(rendered, [...format.controlTokens, ...plainMarks], plainMarks)
}

function toPieces(rendered: Str, marks: readonly string[], plainMarks: readonly string[]): PromptPiece[] {
  const text = plainOf(rendered)
  const forged = forgedRanges(text, foreignOf(rendered), marks)
  const pieces: PromptPiece[] = []
  let done = 0
  for (const [from, to] of forged) {
    pieces.push({ text: text.slice(done, from), special: true })
    pieces.push(...splitMarks(text.slice(from, to), plainMarks).map((piece) => ({ text: piece, special: false })))
    done = to
  }
  return [...pieces, { text: text.slice(done), special: true }].filter((piece) => piece.text !== '')
}

/** The caller's stretches that hold a mark, or of which some is part of one. */
function forgedRanges(text: string, foreign: readonly Range[], marks: readonly string[]): Range[] {
  if (foreign.length === 0) return []
  const placed = marks.filter((mark) => mark !== '' && text.includes(mark)).flatMap((mark) => placesOf(text, mark))
  return foreign.filter(([from, to]) => placed.some(([start, end]) => start < to && from < end))
}

function placesOf(text: string, mark: string): Range[] {
  const places: Range[] = []
  for (let index = text.indexOf(mark); index >= 0; index = text.indexOf(mark, index + 1)) places.push([index, index + mark.length])
  return places
}

// Blank ones are how some vocabularies write white space, and one character means the same as text and as a token.
const plainMarksOf = ({ chatTemplate, userDefinedTokens }: ChatFormat) =>
  userDefinedTokens.filter((token) => [...token].length > 1 && token.trim() !== '' && chatTemplate.includes(token))

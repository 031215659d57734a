import { tokenType, type Vocabulary } from './read-vocabulary.ts'

/**
 * Texts of tokens by which a caller could forge a turn: all control tokens, and those user-defined ones that the template writes. One
 * character, or white space alone, means the same as text and as a token.
 */
export function specialTexts({ tokens, types, chatTemplate = '' }: Vocabulary): string[] {
  return tokens.filter((text, id) => {
    if (types[id] === tokenType.control) return true
    return types[id] === tokenType.userDefined && [...text].length > 1 && text.trim() !== '' && chatTemplate.includes(text)
  })
}

import type { Vocabulary } from '../native/vocabulary.ts'

/** What a completion is to its model. */
export type CompletionKind = {
  /** A turn of a chat, and not the continuation of a raw prompt. */
  isTurn: boolean
  /** Texts that hold the marks which the answer is read by. */
  marks: readonly string[]
}

const space = 0x20

/**
 * The bytes of the tokens of one completion, given in order: an end that was passed over is a token of it, but no text. In a turn
 * the same holds for every control token that is no mark, and for the space that some vocabularies put before a text.
 */
export function completionBytes(
  vocabulary: Pick<Vocabulary, 'addsSpace' | 'bytesOf' | 'entryOf' | 'isControl' | 'isEnd'>,
  { isTurn, marks }: CompletionKind,
): (token: number) => Uint8Array {
  const isMark = (text: string) => text !== '' && marks.some((mark) => mark.includes(text))
  const isNoText = (token: number) =>
    vocabulary.isEnd(token) || (isTurn && vocabulary.isControl(token) && !isMark(vocabulary.entryOf(token)))
  let dropsSpace = isTurn && vocabulary.addsSpace
  return (token) => {
    if (isNoText(token)) return new Uint8Array()
    const bytes = vocabulary.bytesOf(token)
    const isDropped = dropsSpace && bytes[0] === space
    dropsSpace = false
    return isDropped ? bytes.subarray(1) : bytes
  }
}

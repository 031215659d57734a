import type { LlamaModel, Token } from 'node-llama-cpp'
import { control } from './token-bytes.ts'

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
  model: Pick<LlamaModel, 'fileInfo' | 'isEogToken'>,
  bytesOf: (token: Token) => Uint8Array,
  { isTurn, marks }: CompletionKind,
): (token: number) => Uint8Array {
  const { model: kind, add_space_prefix: addsSpace = kind === 'llama', tokens, token_type: types } = model.fileInfo.metadata.tokenizer.ggml
  const isMark = (text: string) => text !== '' && marks.some((mark) => mark.includes(text))
  const isNoText = (token: Token) => model.isEogToken(token) || (isTurn && types[token] === control && !isMark(tokens[token] ?? ''))
  let dropsSpace = isTurn && addsSpace
  return (token) => {
    if (isNoText(token as Token)) return new Uint8Array()
    const bytes = bytesOf(token as Token)
    const isDropped = dropsSpace && bytes[0] === space
    dropsSpace = false
    return isDropped ? bytes.subarray(1) : bytes
  }
}

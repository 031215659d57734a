import type { LlamaModel, Token } from 'node-llama-cpp'

const space = 0x20

/**
 * The bytes of the tokens of one answer, given in order: an end that was passed over is a token of the answer, but no text. `isTurn`: the
 * answer is a turn of a chat, and so the space that some vocabularies put before a text does not belong to it.
 */
export function answerBytes(model: LlamaModel, bytesOf: (token: Token) => Uint8Array, isTurn: boolean): (token: number) => Uint8Array {
  const { model: kind, add_space_prefix: addsSpace = kind === 'llama' } = model.fileInfo.metadata.tokenizer.ggml
  let dropsSpace = isTurn && addsSpace
  return (token) => {
    if (model.isEogToken(token as Token)) return new Uint8Array()
    const bytes = bytesOf(token as Token)
    const isDropped = dropsSpace && bytes[0] === space
    dropsSpace = false
    return isDropped ? bytes.subarray(1) : bytes
  }
}

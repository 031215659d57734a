import type { LlamaModel, Token } from 'node-llama-cpp'
import { tokenBytes } from './token-bytes.ts'

/** What the tokens of a model's vocabulary add to a text, in bytes. */
export function bytesOfTokens({ fileInfo }: LlamaModel): (token: Token) => Uint8Array {
  const { model: kind, tokens, token_type: types } = fileInfo.metadata.tokenizer.ggml
  return (token) => tokenBytes({ entry: tokens[token] ?? '', type: types[token] ?? 0, kind })
}

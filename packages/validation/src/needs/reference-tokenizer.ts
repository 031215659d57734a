import { gguf } from '@huggingface/gguf'
import { Tokenizer } from '@huggingface/tokenizers'
import type { TestContext } from 'vitest'
import type { SubjectModel } from '../run-context.ts'
import { notApplicable } from './not-applicable.ts'

/** A tokenizer that shares no code with the engine, made from the same weights. */
export type ReferenceTokenizer = {
  /** Token ids of plain text; or of a rendered prompt, where special tokens count as such. */
  encode(text: string, options?: { special?: boolean }): number[]
}

type Context = Pick<TestContext, 'task' | 'skip'> & { weights: SubjectModel }

/** How each family splits text before it merges, as llama.cpp's own table has it. */
const splits: Record<string, string> = {
  qwen2: "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  'llama-bpe':
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  'gpt-2': "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
}

const control = 3
const userDefined = 4

export async function referenceTokenizerNeed({ weights, task, skip }: Context): Promise<ReferenceTokenizer> {
  const { metadata } = await gguf(weights.path, { allowLocalFile: true })
  const facts = metadata as Record<string, unknown>
  const family = String(facts['tokenizer.ggml.pre'] ?? '')
  const split = splits[family]
  if (facts['tokenizer.ggml.model'] !== 'gpt2' || !split) {
    return notApplicable(
      { task, skip },
      `There is no independent reference for the tokenizer "${facts['tokenizer.ggml.model']}" of the family "${family}".`,
    )
  }
  const tokens = facts['tokenizer.ggml.tokens'] as string[]
  const types = facts['tokenizer.ggml.token_type'] as number[]
  const merges = facts['tokenizer.ggml.merges'] as string[]
  const tokensOf = (...wanted: number[]) => tokens.flatMap((content, id) => (wanted.includes(types[id] ?? 0) ? [{ id, content }] : []))

  const build = (added: { id: number; content: string }[]) =>
    new Tokenizer(
      {
        version: '1.0',
        added_tokens: added.map((token) => ({
          ...token,
          single_word: false,
          lstrip: false,
          rstrip: false,
          normalized: false,
          special: false,
        })),
        normalizer: null,
        pre_tokenizer: {
          type: 'Sequence',
          pretokenizers: [
            { type: 'Split', pattern: { Regex: split }, behavior: 'Isolated', invert: false },
            { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
          ],
        },
        post_processor: null,
        decoder: { type: 'ByteLevel' },
        model: {
          type: 'BPE',
          vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
          merges,
          ignore_merges: family === 'llama-bpe',
        },
      },
      {},
    )
  // llama.cpp matches user-defined tokens inside plain text, and control tokens in rendered prompts only.
  const plain = build(tokensOf(userDefined))
  const special = build(tokensOf(userDefined, control))
  return {
    encode: (text, options) => (text === '' ? [] : (options?.special ? special : plain).encode(text, { add_special_tokens: false }).ids),
  }
}

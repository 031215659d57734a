import { Tokenizer } from '@huggingface/tokenizers'
import { tokenType, type Vocabulary } from './read-vocabulary.ts'
import { tokenizerFamilies } from './tokenizer-families.ts'

/** A tokenizer that shares no code with the engine, made from the same vocabulary. */
export type ReferenceTokenizer = {
  /** Token ids of plain text; or of a rendered prompt, where special tokens count as such. */
  encode(text: string, options?: { special?: boolean }): number[]
}

/**
 * Hugging Face's tokenizer on the vocabulary and merges of a GGUF. Undefined where it has no way to do what the vocabulary asks for; the
 * reason then stands in `whyNoReference`.
 */
export function createReferenceTokenizer(vocabulary: Vocabulary): ReferenceTokenizer | undefined {
  const pipeline = pipelineOf(vocabulary)
  if (!pipeline) return undefined
  const { tokens, types } = vocabulary
  const tokensOf = (...wanted: number[]) => tokens.flatMap((content, id) => (wanted.includes(types[id] ?? 0) ? [{ id, content }] : []))
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: false }
  const build = (added: { id: number; content: string }[]) =>
    new Tokenizer({ version: '1.0', added_tokens: added.map((token) => ({ ...token, ...flags })), post_processor: null, ...pipeline }, {})
  // llama.cpp matches user-defined tokens inside plain text, and control tokens in rendered prompts only.
  const plain = build(tokensOf(tokenType.userDefined))
  let special: Tokenizer | undefined
  const forPrompts = () => {
    special ??= build(tokensOf(tokenType.userDefined, tokenType.control))
    return special
  }
  return {
    encode: (text, options) =>
      text === '' ? [] : (options?.special ? forPrompts() : plain).encode(text, { add_special_tokens: false }).ids,
  }
}

/** Why there is no reference for a vocabulary. */
export const whyNoReference = ({ model, family }: Vocabulary): string =>
  model === 'bert'
    ? wordPieceDiffers
    : `There is no independent reference for the tokenizer "${model}"${family ? ` of the family "${family}"` : ', whose family the file does not name'}.`

const wordPieceDiffers =
  "llama.cpp's WordPiece drops every combining mark where BERT's own drops accents only, and takes fewer signs for Han: only the golden texts are comparable."

/** What of a tokenizer.json the kind of vocabulary decides. */
function pipelineOf(vocabulary: Vocabulary): object | undefined {
  switch (vocabulary.model) {
    case 'gpt2':
      return byteLevel(vocabulary)
    case 'llama':
      return sentencePiece(vocabulary)
    default:
      return undefined
  }
}

const idsOf = (tokens: readonly string[]) => Object.fromEntries(tokens.map((token, id) => [token, id]))

function byteLevel({ family, tokens, merges }: Vocabulary): object | undefined {
  const rules = tokenizerFamilies[family]
  if (!rules) return undefined
  return {
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        ...rules.splits.map((Regex) => ({ type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false })),
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
      ],
    },
    decoder: { type: 'ByteLevel' },
    model: { type: 'BPE', vocab: idsOf(tokens), merges, ignore_merges: rules.ignoreMerges ?? false },
  }
}

/** SentencePiece's BPE has no merges: two pieces join when the whole is a piece, those of the best score first. */
function sentencePiece({ tokens, scores, addSpacePrefix }: Vocabulary): object {
  const vocab = idsOf(tokens)
  const merges = tokens
    .flatMap((token, id) => splitsOf(token, vocab).map((pair) => ({ pair, score: scores[id] ?? 0 })))
    .sort((a, b) => b.score - a.score)
    .map(({ pair }) => pair)
  return {
    normalizer: {
      type: 'Sequence',
      normalizers: [
        ...(addSpacePrefix ? [{ type: 'Prepend', prepend: '▁' }] : []),
        { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
      ],
    },
    pre_tokenizer: null,
    decoder: { type: 'Sequence', decoders: [{ type: 'ByteFallback' }, { type: 'Fuse' }] },
    model: { type: 'BPE', vocab, merges, byte_fallback: true, fuse_unk: true, unk_token: '<unk>' },
  }
}

function splitsOf(token: string, vocab: Record<string, number>): [string, string][] {
  const letters = [...token]
  return letters.slice(1).flatMap((_, index): [string, string][] => {
    const [left, right] = [letters.slice(0, index + 1).join(''), letters.slice(index + 1).join('')]
    return left in vocab && right in vocab ? [[left, right]] : []
  })
}

import type { Divergence } from './compare-tokenizers.ts'
import { tokenType, type Vocabulary } from './read-vocabulary.ts'

/** The named upstream cause of a divergence; undefined when nobody knows one, which makes it a fault. */
export function explainDivergence({ text }: Divergence, { tokens, types }: Vocabulary): string | undefined {
  const retyped = tokens.some((token, id) => types[id] === tokenType.userDefined && endsOfText.includes(token) && text.includes(token))
  return retyped ? 'llama.cpp takes what looks like the end of a text for a control token, whatever type the file gives it' : undefined
}

/** Texts that llama.cpp's vocabulary loader looks for. */
const endsOfText = [
  '</s>',
  '<|endoftext|>',
  '<|im_end|>',
  '<|eot_id|>',
  '<|eom_id|>',
  '<|end|>',
  '<end_of_turn>',
  '<EOT>',
  '<|end_of_text|>',
]

import type { Router, Target } from '@honestai/core'
import { z } from 'zod'
import { chatMetadata } from '../../chat/chat-metadata.ts'
import { neutral } from '../shared/refused-values.ts'

/** The body of `POST /tokenize`, as llama.cpp's server takes it. */
export const tokenizeRequest = z.object({
  content: z.string().describe('The text.'),
  model: z.string().min(1).nullish().describe('Id of a model, or a task as task:NAME; by default the first that can.'),
  add_special: z.boolean().nullish().describe('Begins with the first token that the vocabulary asks for, where it asks for one.'),
  parse_special: z.boolean().nullish().describe('Reads special tokens of the text as such; on by default.'),
  with_pieces: z.boolean().nullish().describe('Tells the text of each token too.'),
})

const piece = z.object({
  id: z.int(),
  piece: z
    .union([z.string(), z.array(z.int().min(0).max(255))])
    .describe('Text, or bytes where tokens share a character: all of them stand with the first of these tokens.'),
})

/** The answer of `POST /tokenize`. */
export const tokenizeResponse = z.object({ tokens: z.union([z.array(z.int()), z.array(piece)]), honestai: chatMetadata })

/** The body of `POST /detokenize`, as llama.cpp's server takes it. */
export const detokenizeRequest = z.object({
  tokens: z.array(z.int().min(0)).describe('Ids of tokens.'),
  model: z.string().min(1).nullish().describe('Id of a model, or a task as task:NAME; by default the first that can.'),
  remove_special: neutral(false),
})

/** The answer of `POST /detokenize`. */
export const detokenizeResponse = z.object({ content: z.string(), honestai: chatMetadata })

// A character is at most four bytes, so no more tokens share one.
const mostTokensOfCharacter = 4

/** Every token with the text that it adds. */
export async function toPieces(router: Router, target: Target, tokens: readonly number[]): Promise<z.infer<typeof piece>[]> {
  const known = new Map<string, string>()
  const textOf = async (...ids: number[]): Promise<string> => {
    const key = ids.join()
    const text = known.get(key) ?? (await router.detokenize(target, ids)).text
    known.set(key, text)
    return text
  }
  const pieces: z.infer<typeof piece>[] = []
  while (pieces.length < tokens.length) {
    const shared = await sharedCharacter(tokens.slice(pieces.length, pieces.length + mostTokensOfCharacter), textOf)
    const [first, ...rest] = shared.ids as [number, ...number[]]
    pieces.push({ id: first, piece: rest.length > 0 ? [...Buffer.from(shared.text)] : shared.text })
    pieces.push(...rest.map((id) => ({ id, piece: [] })))
  }
  return pieces
}

/** The fewest of the first tokens that are whole characters together; the first alone where none are. */
async function sharedCharacter(tokens: readonly number[], textOf: (...ids: number[]) => Promise<string>) {
  for (let count = 1; count <= tokens.length; count++) {
    const ids = tokens.slice(0, count)
    const text = await textOf(...ids)
    if (!text.includes('\uFFFD')) return { ids, text }
  }
  const ids = tokens.slice(0, 1)
  return { ids, text: await textOf(...ids) }
}

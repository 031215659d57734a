import type { CorpusText } from '../corpus/natural-sentences.ts'

/** A text that two tokenizers split differently. */
export type Divergence = {
  kind: string
  text: string
  /** Place of the first id that differs. */
  at: number
  /** The first ids that differ, with a few around them, each with its token. */
  got: string[]
  wanted: string[]
  /** The smallest text found that still differs; for the first few divergences only. */
  minimal?: string
}

type Encode = (text: string) => number[] | Promise<number[]>
type Comparison = { got: Encode; wanted: Encode; tokens: readonly string[] }

/** Divergences that are shrunk: each costs some hundred encodings. */
const mostShrunk = 5
const context = 3

/** Compares two tokenizers id for id, text for text. */
export async function compareTokenizers(corpus: readonly CorpusText[], { got, wanted, tokens }: Comparison): Promise<Divergence[]> {
  const divergences: Divergence[] = []
  const show = (ids: readonly number[], at: number) =>
    ids.slice(Math.max(0, at - context), at + context + 1).map((id) => `${id} ${JSON.stringify(tokens[id] ?? '')}`)
  for (const { kind, text } of corpus) {
    const [left, right] = [await got(text), await wanted(text)]
    const at = firstDifference(left, right)
    if (at === undefined) continue
    const minimal =
      divergences.length < mostShrunk ? await shrink(text, async (part) => isDifferent(await got(part), await wanted(part))) : undefined
    divergences.push({ kind, text, at, got: show(left, at), wanted: show(right, at), ...(minimal === undefined ? {} : { minimal }) })
  }
  return divergences
}

/** Place of the first id in which two lists differ; undefined when they are the same. */
function firstDifference(left: readonly number[], right: readonly number[]): number | undefined {
  for (let index = 0; index < Math.max(left.length, right.length); index++) if (left[index] !== right[index]) return index
  return undefined
}

const isDifferent = (left: readonly number[], right: readonly number[]) => firstDifference(left, right) !== undefined

/** A smallest text of which something still holds: no character of it can be left out any more. */
export async function shrink(text: string, holds: (text: string) => Promise<boolean>): Promise<string> {
  let letters = [...text]
  // Large pieces are tried first, so that a long text takes few attempts.
  for (let size = Math.ceil(letters.length / 2); size >= 1; ) {
    const before = letters.length
    for (let start = 0; start < letters.length; ) {
      const shorter = letters.toSpliced(start, size)
      if (shorter.length > 0 && (await holds(shorter.join('')))) letters = shorter
      else start += size
    }
    size = size === 1 && letters.length < before ? 1 : Math.floor(size / 2)
  }
  return letters.join('')
}

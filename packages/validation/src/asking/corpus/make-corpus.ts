import fc from 'fast-check'
import { sampleEvenly } from '../sample-evenly.ts'
import { generatedKinds } from './generated-kinds.ts'
import type { CorpusText } from './natural-sentences.ts'
import { naturalSentences } from './natural-sentences.ts'

/** The seed of the corpus: the same texts every time, on every machine. */
export const corpusSeed = 20_261_123

/** Of ten texts so many are natural sentences. */
const naturalOfTen = 6

/**
 * A corpus of texts: more than half of it sentences that people wrote, in every script there is, the rest generated, kind by kind. A
 * smaller one has its texts from every script and kind as well, chosen by the seed.
 */
export function makeCorpus(count: number): CorpusText[] {
  const natural = sampleEvenly(shuffle(naturalSentences()), ({ kind }) => kind, Math.ceil((count * naturalOfTen) / 10))
  const kinds = Object.entries(generatedKinds)
  const each = Math.ceil((count - natural.length) / kinds.length)
  const generated = kinds.flatMap(([kind, texts]) =>
    fc.sample(texts, { seed: corpusSeed, numRuns: each }).map((text) => ({ kind, natural: false, text })),
  )
  return [...natural, ...sampleEvenly(generated, ({ kind }) => kind, count - natural.length)]
}

/** Texts of a corpus by script and kind, with their number. */
export function countByKind(corpus: readonly CorpusText[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(corpus, ({ kind }) => kind)].map(([kind, texts]) => [kind, texts.length]).toSorted())
}

/**
 * Scripts and kinds without which a corpus proves nothing about scripts and kinds. Those a corpus has none of are named, for a check to
 * skip by.
 */
export function missingKinds(corpus: readonly CorpusText[]): string[] {
  const present = new Set(corpus.map(({ kind }) => kind))
  return [...requiredScripts, ...Object.keys(generatedKinds)].filter((kind) => !present.has(kind))
}

const requiredScripts = [
  ...['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Bangla', 'Gurmukhi', 'Gujarati', 'Tamil', 'Telugu', 'Kannada'],
  ...['Malayalam', 'Sinhala', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Tibetan', 'Georgian', 'Armenian', 'Ethiopic', 'Cherokee'],
  ...['Simplified', 'Traditional', 'Japanese', 'Korean'],
]

function shuffle<Item>(items: readonly Item[]): Item[] {
  const [shuffled = []] = fc.sample(fc.shuffledSubarray([...items], { minLength: items.length }), { seed: corpusSeed, numRuns: 1 })
  return shuffled
}

import { expect } from 'vitest'
import { corpusSeed, countByKind } from '../../src/asking/corpus/make-corpus.ts'
import { compareTokenizers } from '../../src/asking/tokenizer/compare-tokenizers.ts'
import { check } from '../../src/checks/check.ts'

check(
  {
    proves: 'tokenizer-accuracy',
    promise:
      'The engine splits texts of more than sixty scripts and kinds, most of them written by people, into the same tokens as an independent tokenizer made from the same weights',
    timeoutMs: 600_000,
  },
  async ({ engine, vocabulary, referenceTokenizer, corpus, evidence, measure }) => {
    const lengths: number[] = []
    const divergences = await compareTokenizers(corpus, {
      got: async (text) => {
        const ids = await engine.tokenize(text)
        lengths.push(ids.length)
        return ids
      },
      wanted: (text) => referenceTokenizer.encode(text),
      tokens: vocabulary.tokens,
    })
    evidence.json('comparison', {
      seed: corpusSeed,
      texts: corpus.length,
      writtenByPeople: corpus.filter(({ natural }) => natural).length,
      byKind: countByKind(corpus),
      divergences: divergences.slice(0, 50),
    })
    measure('length of a text in the corpus', 'tokens', lengths)
    expect(divergences).toEqual([])
  },
)

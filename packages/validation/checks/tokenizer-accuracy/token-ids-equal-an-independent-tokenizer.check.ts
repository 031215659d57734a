import { expect } from 'vitest'
import { check } from '../../src/check.ts'
import { makeCorpus } from '../../src/make-corpus.ts'

check(
  {
    proves: 'tokenizer-accuracy',
    promise: 'The engine splits texts of many scripts into the same tokens as an independent tokenizer made from the same weights',
    timeoutMs: 120_000,
  },
  async ({ profile, engine, referenceTokenizer, evidence, measure }) => {
    const corpus = makeCorpus(profile === 'full' ? 20_000 : 2_000)
    const lengths: number[] = []
    const differences = []
    for (const text of corpus) {
      const wanted = referenceTokenizer.encode(text)
      const got = await engine.tokenize(text)
      lengths.push(got.length)
      if (got.join() === wanted.join()) continue
      const at = got.findIndex((id, index) => id !== wanted[index])
      differences.push({ text, firstDivergence: at, got, wanted })
    }
    evidence.json('comparison', { texts: corpus.length, differences: differences.slice(0, 50), sample: corpus.slice(0, 40) })
    measure('length of a text in the corpus', 'tokens', lengths)
    expect(differences).toEqual([])
  },
)

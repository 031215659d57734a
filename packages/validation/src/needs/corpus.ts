import type { TestContext } from 'vitest'
import type { CorpusText } from '../asking/corpus/make-corpus.ts'

type Context = Pick<TestContext, 'skip'> & { profile: 'quick' | 'full' }

/** Texts in every script and kind, more than half of them written by people: 20,000 for a release, a tenth of them every day. */
export async function corpusNeed({ profile, skip }: Context): Promise<CorpusText[]> {
  // What makes texts takes a second to load, which every check would pay.
  const { makeCorpus, missingKinds } = await import('../asking/corpus/make-corpus.ts')
  const corpus = makeCorpus(profile === 'full' ? 20_000 : 2_000)
  const missing = missingKinds(corpus)
  if (missing.length > 0) skip(`The corpus has no text in ${missing.join(', ')}, so it proves nothing of them.`)
  return corpus
}

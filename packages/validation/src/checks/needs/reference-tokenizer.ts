import type { TestContext } from 'vitest'
import type { CorpusText } from '../../asking/corpus/natural-sentences.ts'
import { createReferenceTokenizer, type ReferenceTokenizer, whyNoReference } from '../../asking/tokenizer/create-reference-tokenizer.ts'
import { extractUpstreamVocabularies } from '../../asking/tokenizer/extract-upstream-vocabularies.ts'
import type { Vocabulary } from '../../asking/tokenizer/read-vocabulary.ts'
import { notApplicable } from './not-applicable.ts'

type Context = Pick<TestContext, 'task' | 'skip'> & { vocabulary: Vocabulary }

/** A tokenizer that shares no code with the engine, made from the same weights. */
export const referenceTokenizerNeed = ({ vocabulary, task, skip }: Context): ReferenceTokenizer =>
  createReferenceTokenizer(vocabulary) ?? notApplicable({ task, skip }, whyNoReference(vocabulary))

/** Texts in every script and kind, more than half of them written by people: 20,000 for a release, a tenth of them every day. */
export async function corpusNeed({ profile, skip }: Pick<TestContext, 'skip'> & { profile: 'quick' | 'full' }): Promise<CorpusText[]> {
  // What makes texts takes a second to load, which every check would pay.
  const { makeCorpus, missingKinds } = await import('../../asking/corpus/make-corpus.ts')
  const corpus = makeCorpus(profile === 'full' ? 20_000 : 2_000)
  const missing = missingKinds(corpus)
  if (missing.length > 0) skip(`The corpus has no text in ${missing.join(', ')}, so it proves nothing of them.`)
  return corpus
}

/** Folder of the vocabularies that llama.cpp tests its tokenizers with, extracted into the user's cache. */
export function upstreamVocabulariesNeed({ skip }: Pick<TestContext, 'skip'>): string {
  try {
    return extractUpstreamVocabularies()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return skip(
      code === 'ENOENT'
        ? 'git, or the source that node-llama-cpp carries, is not there, so no vocabulary of other models can be extracted.'
        : `The vocabularies of other models could not be extracted: ${message}`,
    )
  }
}

import type { TestContext } from 'vitest'
import { extractUpstreamVocabularies } from '../asking/tokenizer/extract-upstream-vocabularies.ts'

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

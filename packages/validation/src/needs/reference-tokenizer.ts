import type { TestContext } from 'vitest'
import { createReferenceTokenizer, type ReferenceTokenizer, whyNoReference } from '../asking/tokenizer/create-reference-tokenizer.ts'
import type { Vocabulary } from '../asking/tokenizer/read-vocabulary.ts'
import { notApplicable } from './not-applicable.ts'

type Context = Pick<TestContext, 'task' | 'skip'> & { vocabulary: Vocabulary }

/** A tokenizer that shares no code with the engine, made from the same weights. */
export const referenceTokenizerNeed = ({ vocabulary, task, skip }: Context): ReferenceTokenizer =>
  createReferenceTokenizer(vocabulary) ?? notApplicable({ task, skip }, whyNoReference(vocabulary))

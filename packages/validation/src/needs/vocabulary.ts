import { readVocabulary, type Vocabulary } from '../asking/tokenizer/read-vocabulary.ts'
import type { SubjectModel } from '../run-context.ts'

/** What the weights say of their tokenizer, read without the engine. */
export const vocabularyNeed = ({ weights }: { weights: SubjectModel }): Promise<Vocabulary> => readVocabulary(weights.path)

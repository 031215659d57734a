import type { SubjectModel } from '../run-context.ts'
import { readVocabulary, type Vocabulary } from '../tokenizer/read-vocabulary.ts'

/** What the weights say of their tokenizer, read without the engine. */
export const vocabularyNeed = ({ weights }: { weights: SubjectModel }): Promise<Vocabulary> => readVocabulary(weights.path)

import { createProcessEngine, type Engine, verifyModel } from '@honestai/core'
import { readVocabulary, type Vocabulary } from '../../asking/tokenizer/read-vocabulary.ts'
import type { Subject, SubjectModel } from '../../subject/run-context.ts'
import { modelConfigOf } from '../../subject/run-context.ts'

type Context = { subject: Subject; weights: SubjectModel }
type Fixture = { onCleanup: (cleanup: () => Promise<void>) => void }

/** The engine on the subject's weights, called directly: what the HTTP face is measured against. */
export async function engineNeed({ subject, weights }: Context, { onCleanup }: Fixture): Promise<Engine> {
  const config = modelConfigOf(subject, weights)
  const engine = await createProcessEngine(await verifyModel(config), { slots: config.slots })
  onCleanup(async () => {
    await engine[Symbol.asyncDispose]()
  })
  return engine
}

/** What the weights say of their tokenizer, read without the engine. */
export const vocabularyNeed = ({ weights }: { weights: SubjectModel }): Promise<Vocabulary> => readVocabulary(weights.path)

import { createProcessEngine, type Engine, verifyModel } from '@honestai/core'
import type { Subject, SubjectModel } from '../run-context.ts'

type Context = { subject: Subject; weights: SubjectModel }
type Fixture = { onCleanup: (cleanup: () => Promise<void>) => void }

/** The engine on the subject's weights, called directly: what the HTTP face is measured against. */
export async function engineNeed({ subject, weights }: Context, { onCleanup }: Fixture): Promise<Engine> {
  const config = subject.config.models.find(({ id }) => id === weights.id)
  if (!config) throw new Error(`The config has no model ${weights.id}.`)
  const engine = await createProcessEngine(await verifyModel(config), { slots: config.slots })
  onCleanup(async () => {
    await engine[Symbol.asyncDispose]()
  })
  return engine
}

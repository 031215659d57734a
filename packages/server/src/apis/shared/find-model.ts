import { type ModelHealth, type Router, routerError } from '@honestai/core'

/** What is known of a model. Loads nothing. Throws `model_not_found`. */
export async function findModel(router: Router, id: string): Promise<ModelHealth> {
  const all = await router.health()
  const found = all.find((model) => model.id === id)
  if (!found) throw routerError('model_not_found', { model: id, available: all.map((model) => model.id) })
  return found
}

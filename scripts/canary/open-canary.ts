import { type Ability, canaryConfig, createProcessEngine, type Engine, verifyModel } from '@honestai/core'

/** Opens the canary that has an ability, with this many slots, in an engine process as the server does. */
export async function openCanary(ability: Ability, slots: number): Promise<Engine> {
  for (const config of canaryConfig().models) {
    const model = await verifyModel(config)
    if (model.abilities.includes(ability)) return createProcessEngine(model, { slots })
  }
  throw new Error(`The canary config has no model that can ${ability}.`)
}

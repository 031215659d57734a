import type { ModelConfig } from '../../config/schema/config.ts'
import { RouterError, routerError } from '../../errors.ts'
import type { ModelManager } from './model-manager.ts'

/** A model of the config, and who manages it. */
type Managed = { readonly config: ModelConfig; readonly keeper: ModelManager }

/** Verifies every model. Throws `no_usable_model`, the error of a required model that failed, and `config_invalid` for a fallback that cannot stand in. */
export async function verifyAllModels(runners: readonly Managed[]): Promise<void> {
  const failures: { model: ModelConfig; error: unknown }[] = []
  // One by one: each is read whole to be hashed, and disks dislike company.
  for (const { config, keeper } of runners) await keeper.verify().catch((error) => failures.push({ model: config, error }))
  const fatal = failures.find(({ model }) => model.required) ?? (runners.length === 1 ? failures[0] : undefined)
  if (fatal) throw fatal.error
  if (failures.length === runners.length) {
    throw routerError('no_usable_model', {
      failures: failures.map(({ model, error }) => {
        const { code, message, steps } = error instanceof RouterError ? error : routerError('internal_error', {})
        return { model: model.id, code, message, steps }
      }),
    })
  }
  checkFallbacks(runners)
}

// Only the weights tell what a model can do, so this waits for them.
function checkFallbacks(runners: readonly Managed[]): void {
  const faults = runners.flatMap(({ config, keeper }, index) => {
    const fallback = runners.find((other) => other.config.id === config.fallback)?.keeper.model
    const missing = fallback && keeper.model?.abilities.find((ability) => !fallback.abilities.includes(ability))
    return missing ? [{ path: `models[${index}].fallback`, problem: `"${fallback.id}" cannot ${missing}` }] : []
  })
  if (faults.length > 0) throw routerError('config_invalid', { file: 'The config', faults })
}

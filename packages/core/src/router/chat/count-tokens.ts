import type { Config } from '../../config/schema/config.ts'
import { RouterError } from '../../errors.ts'
import { estimatingCounter, exactCounter, type TokenCounter } from '../context/token-counter.ts'
import type { ModelRunner } from '../queue/model-runner.ts'
import type { RequestOptions } from '../router.ts'

/**
 * Counts with a model's tokenizer. Where none can be had, and only then and where the config allows it, from characters.
 * Throws what loading the tokenizer throws.
 */
export async function countTokens<Value>(
  runner: ModelRunner,
  count: (counter: TokenCounter) => Promise<Value>,
  { tokenEstimate, ...options }: RequestOptions & Pick<Config, 'tokenEstimate'>,
): Promise<Value> {
  try {
    return await runner.tokenizing((tokenizer) => count(exactCounter(tokenizer)), options)
  } catch (error) {
    const { model } = runner.keeper
    if (tokenEstimate === 'never' || !model || !hasNoTokenizer(error)) throw error
    return count(estimatingCounter(model.contextSize))
  }
}

const hasNoTokenizer = (error: unknown) =>
  error instanceof RouterError && (error.code === 'architecture_unsupported' || error.code === 'model_load_failed')

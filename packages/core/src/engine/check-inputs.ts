import { routerError } from '../errors.ts'

/** What texts to embed must keep to. */
export type InputLimits = { model: string; contextTokens: number; embeddingLength: number; dimensions: number | undefined }

/** Checks texts to embed by their lengths in tokens. Throws `invalid_request` and `context_length_exceeded`, each with the input's number. */
export function checkInputs(lengths: readonly number[], { model, contextTokens, embeddingLength, dimensions }: InputLimits): void {
  if (dimensions !== undefined && !(Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= embeddingLength)) {
    throw routerError('invalid_request', { param: 'dimensions', problem: `${model} makes vectors of 1 to ${embeddingLength} dimensions` })
  }
  lengths.forEach((promptTokens, input) => {
    if (promptTokens === 0) throw routerError('invalid_request', { param: `input[${input}]`, problem: 'it is empty' })
    if (promptTokens > contextTokens) throw routerError('context_length_exceeded', { model, promptTokens, contextTokens, input })
  })
}

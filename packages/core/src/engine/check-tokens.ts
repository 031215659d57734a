import { routerError } from '../errors.ts'

/** Throws `invalid_request` for ids that are not in a vocabulary of this size: llama.cpp would abort the process. */
export function checkTokens(tokens: readonly number[], vocabularySize: number, param = 'tokens'): void {
  const index = tokens.findIndex((token) => !Number.isInteger(token) || token < 0 || token >= vocabularySize)
  if (index >= 0) {
    throw routerError('invalid_request', {
      param: `${param}[${index}]`,
      problem: `token ids are whole numbers from 0 to ${vocabularySize - 1}`,
    })
  }
}

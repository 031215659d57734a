/** A text or token ids, or several of either, as OpenAI's APIs take them. */
type Input = string | readonly string[] | readonly number[] | readonly (readonly number[])[]

/** The inputs of a request, one by one. */
export function toInputList(input: Input): (string | number[])[] {
  if (typeof input === 'string') return [input]
  if (isTokenIds(input)) return [[...input]]
  return input.map((item) => (typeof item === 'string' ? item : [...item]))
}

const isTokenIds = (input: Exclude<Input, string>): input is readonly number[] => typeof input[0] === 'number'

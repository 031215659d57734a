import { InvalidArgumentError } from 'commander'

/** Reads an option whose values are separated by commas, and which may be given more than once. */
export const listOption = (value: string, previous: string[] = []): string[] => [
  ...previous,
  ...value
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean),
]

/** Reads positive numbers that are separated by commas. */
export function numberListOption(text: string): number[] {
  const numbers = text.split(',').map(Number)
  if (!numbers.every((number) => number > 0 && Number.isFinite(number))) {
    throw new InvalidArgumentError('Expected numbers above 0, separated by commas, such as 1,2,4.')
  }
  return numbers
}

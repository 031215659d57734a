import { InvalidArgumentError } from 'commander'

/** Reads a time of at least a second, and of at most a week. */
export function secondsOption(text: string): number {
  const seconds = Number(text)
  if (!(seconds >= 1 && seconds <= 604_800)) throw new InvalidArgumentError('Expected a number of seconds from 1 to 604800, a week.')
  return seconds
}

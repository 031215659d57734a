/** An answer's limit as it was asked for and as it is, and the room there is. */
type Lengths = { asked: number | undefined; limit: number | undefined; contextTokens: number; promptTokens: number }

/** What to tell a caller whose answer may not be as long as was asked for; such a limit is an upper one, so it is no error. */
export function lengthWarnings({ asked, limit, contextTokens, promptTokens }: Lengths): string[] {
  if (asked === undefined) return []
  const left = contextTokens - promptTokens
  const most = Math.min(limit ?? asked, left)
  if (most >= asked) return []
  const reason =
    most === left ? `the model holds ${contextTokens}, and the prompt has ${promptTokens} of them` : 'the config allows no more'
  return [`The answer may have ${most} tokens, not ${asked}: ${reason}.`]
}

/** One token alone says too little about what follows. */
const patternTokens = 2

/** Guesses how a text goes on: as it did where its last tokens stood before, the latest time first. */
export function guessTokens(text: readonly number[], most: number): readonly number[] {
  const end = text.length - patternTokens
  for (let start = end - 1; start >= 0; start--) {
    if (text[start] === text[end] && text[start + 1] === text[end + 1])
      return text.slice(start + patternTokens, start + patternTokens + most)
  }
  return []
}

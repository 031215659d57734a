/** One text to try a tokenizer on. */
export type CorpusText = {
  /** Script of a sentence, or kind of a generated text. */
  kind: string
  /** Whether people wrote it. */
  natural: boolean
  text: string
}

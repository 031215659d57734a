import { readFileSync } from 'node:fs'

/** A text and the ids that upstream says it has. */
export type Golden = { text: string; ids: number[] }

/** Reads the golden texts and ids that lie beside one of llama.cpp's vocabularies, as `<vocabulary>.inp` and `<vocabulary>.out`. */
export function readGoldens(vocabularyFile: string): Golden[] {
  const texts = readFileSync(`${vocabularyFile}.inp`, 'utf8').split('\n__ggml_vocab_test__\n')
  const lines = readFileSync(`${vocabularyFile}.out`, 'utf8').trimEnd().split('\n')
  // The last text is followed by a separator as well.
  if (texts.at(-1) === '') texts.pop()
  if (texts.length !== lines.length) throw new Error(`${texts.length} golden texts, but ids of ${lines.length}.`)
  return texts.map((text, index) => ({ text, ids: (lines[index] ?? '').split(' ').filter(Boolean).map(Number) }))
}

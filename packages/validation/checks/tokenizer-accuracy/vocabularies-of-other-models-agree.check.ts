import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createTokenizer } from '@honestai/core'
import { expect } from 'vitest'
import { countByKind } from '../../src/asking/corpus/make-corpus.ts'
import type { CorpusText } from '../../src/asking/corpus/natural-sentences.ts'
import { sampleEvenly } from '../../src/asking/sample-evenly.ts'
import { compareTokenizers, type Divergence } from '../../src/asking/tokenizer/compare-tokenizers.ts'
import { createReferenceTokenizer, whyNoReference } from '../../src/asking/tokenizer/create-reference-tokenizer.ts'
import { explainDivergence } from '../../src/asking/tokenizer/explain-divergence.ts'
import { readVocabulary } from '../../src/asking/tokenizer/read-vocabulary.ts'
import { vocabularyModel } from '../../src/asking/tokenizer/vocabulary-model.ts'
import { check } from '../../src/checks/check.ts'

/** Vocabularies of the quick profile: one of each kind of tokenizer, the most used ones. */
const quick = ['qwen2', 'gpt-2', 'phi-3', 'deepseek-coder', 'bert-bge']

check(
  {
    proves: 'tokenizer-accuracy',
    promise:
      "On the vocabularies of Qwen2, Llama 3, GPT-2, Phi-3, DeepSeek, BERT and more, the engine's ids are upstream's golden ids, and those of an independent tokenizer",
    timeoutMs: 900_000,
  },
  async ({ upstreamVocabularies, corpus, profile, evidence }) => {
    const texts = profile === 'full' ? corpus : sampleEvenly(corpus, ({ kind }) => kind, 500)
    const names = globSync('ggml-vocab-*.gguf', { cwd: upstreamVocabularies }).map((file) =>
      basename(file, '.gguf').replace('ggml-vocab-', ''),
    )
    const chosen = (profile === 'full' ? names : quick.filter((name) => names.includes(name))).toSorted()
    const table = []
    for (const name of chosen) table.push(await compare(join(upstreamVocabularies, `ggml-vocab-${name}.gguf`), name, texts))
    evidence.json('vocabularies', { texts: texts.length, byKind: countByKind(texts), table })

    expect(chosen, 'vocabularies').toEqual(expect.arrayContaining(quick))
    expect(
      table.flatMap(({ vocabulary, goldens }) => goldens?.wrong.map((wrong) => ({ vocabulary, ...wrong })) ?? []),
      'goldens',
    ).toEqual([])
    expect(
      table.flatMap(({ vocabulary, unexplained }) => unexplained.map((divergence) => ({ vocabulary, ...divergence }))),
      'divergences',
    ).toEqual([])
    const crossed = table.filter(({ exact }) => exact !== null)
    expect(
      crossed.map(({ vocabulary }) => vocabulary),
      'compared with the independent tokenizer',
    ).toEqual(expect.arrayContaining(quick.filter((name) => name !== 'bert-bge')))
  },
)

/** One row of the table. */
async function compare(file: string, name: string, texts: readonly CorpusText[]) {
  const vocabulary = await readVocabulary(file)
  await using tokenizer = await createTokenizer(vocabularyModel(file, vocabulary))
  const got = (text: string) => tokenizer.encode(text)
  const reference = createReferenceTokenizer(vocabulary)
  const divergences = reference
    ? await compareTokenizers(texts, { got, wanted: (text) => reference.encode(text), tokens: vocabulary.tokens })
    : []
  const explained = divergences.map((divergence) => ({ ...divergence, cause: explainDivergence(divergence, vocabulary) }))
  return {
    vocabulary: name,
    tokens: vocabulary.tokens.length,
    goldens: existsSync(`${file}.out`) ? await tryGoldens(file, got) : null,
    texts: texts.length,
    exact: reference ? texts.length - divergences.length : null,
    reference: reference ? 'Hugging Face tokenizers' : whyNoReference(vocabulary),
    explained: countCauses(explained),
    unexplained: explained.filter(({ cause }) => cause === undefined).slice(0, 20),
    examples: explained.filter(({ cause }) => cause !== undefined).slice(0, 5),
  }
}

async function tryGoldens(file: string, got: (text: string) => Promise<number[]>) {
  const goldens = readGoldens(file)
  const wrong = []
  for (const { text, ids } of goldens) {
    const found = await got(text)
    if (found.join() !== ids.join()) wrong.push({ text, got: found, wanted: ids })
  }
  return { texts: goldens.length, wrong }
}

const countCauses = (explained: readonly (Divergence & { cause: string | undefined })[]) =>
  Object.fromEntries(
    [...Map.groupBy(explained, ({ cause }) => cause)].flatMap(([cause, of]) => (cause === undefined ? [] : [[cause, of.length]])),
  )

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

import { expect } from 'vitest'
import { sampleEvenly } from '../../src/asking/sample-evenly.ts'
import { specialTexts } from '../../src/asking/tokenizer/read-vocabulary.ts'
import { SubjectFailure } from '../../src/base/subject-failure.ts'
import { check } from '../../src/checks/check.ts'
import type { RunningServer } from '../../src/subject/server-process/running-server.ts'

const textCount = 150

check(
  {
    proves: 'tokenizer-accuracy',
    promise:
      'What /tokenize answers, with marks as text and as tokens, are the ids of an independent tokenizer, and /detokenize gives the text back where the vocabulary promises it',
    timeoutMs: 120_000,
  },
  async ({ server, weights: { id: model }, vocabulary, referenceTokenizer, corpus, evidence }) => {
    const marks = specialTexts(vocabulary)
    const texts = [
      ...sampleEvenly(corpus, ({ kind }) => kind, textCount).map(({ text }) => text),
      ...marks.flatMap((mark) => [mark, `before ${mark} after`, `${mark}${mark}`]),
    ]
    // Other kinds of vocabulary normalise a text, or put a space before it.
    const givesBack = vocabulary.model === 'gpt2'
    const answers = []
    for (const content of texts) {
      for (const special of [false, true]) {
        const { tokens } = await ask(server, '/tokenize', { model, content, parse_special: special })
        const wanted = referenceTokenizer.encode(content, { special })
        const { content: back } = await ask(server, '/detokenize', { model, tokens })
        answers.push({ content, special, same: String(tokens) === String(wanted), back: !givesBack || back === content, tokens, wanted })
      }
    }
    evidence.json('ids', { texts: texts.length, marks, different: answers.filter(({ same, back }) => !same || !back) })

    expect(answers.filter(({ same, back }) => !same || !back)).toEqual([])
    // As tokens, marks are other ids than as text: else the two ways were one.
    const asText = answers.filter(({ content, special }) => marks.includes(content) && !special)
    expect(asText.filter(({ tokens }) => tokens.length === 1)).toEqual([])
  },
)

// biome-ignore lint/suspicious/noExplicitAny: a check looks at whatever came back and asserts its shape itself.
async function ask(server: RunningServer, path: string, body: object): Promise<any> {
  const { status, json, text } = await server.request(path, { body })
  if (status !== 200) throw new SubjectFailure(`${path} answered ${status}: ${text}`)
  return json
}

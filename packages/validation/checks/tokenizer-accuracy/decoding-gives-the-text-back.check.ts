import { expect } from 'vitest'
import { sampleEvenly } from '../../src/asking/sample-evenly.ts'
import { check } from '../../src/checks/check.ts'
import type { StreamEvent } from '../../src/subject/server-process/read-events.ts'

check(
  {
    proves: 'tokenizer-accuracy',
    promise:
      'Tokens of a text, decoded, are the text again, where the vocabulary promises it; and a stream, decoded piece by piece, is what its tokens are when decoded at once, no character split or lost',
    timeoutMs: 600_000,
  },
  async ({ engine, server, weights, vocabulary, corpus, evidence }) => {
    // Byte-level vocabularies have every byte; the others change white space, case or what they do not know.
    const promised = vocabulary.model === 'gpt2'
    const changed = []
    for (const { kind, text } of corpus) {
      const decoded = await engine.detokenize(await engine.tokenize(text))
      if (decoded !== text) changed.push({ kind, text, decoded })
    }
    const answers = []
    for (const content of questions(corpus.map(({ text }) => text))) {
      const request = { model: weights.id, messages: [{ role: 'user', content }], max_tokens: 48, logprobs: true, deadlineMs: 60_000 }
      const { text, textAtMs, events } = await server.stream('', request)
      const bytes = Buffer.from(events.flatMap(bytesIn)).toString()
      // Such vocabularies put a space before every text, which is no part of it.
      const atOnce = vocabulary.model === 'llama' && vocabulary.addSpacePrefix ? bytes.replace(/^ /, '') : bytes
      answers.push({ content, streamed: text, atOnce, pieces: textAtMs.length })
    }
    evidence.json('round-trip', { texts: corpus.length, promised, changed: changed.slice(0, 50), answers })

    if (promised) expect(changed).toEqual([])
    // Where a model writes no whole character, how many replacement characters stand for it is a matter of taste.
    expect(answers.filter(({ atOnce, streamed }) => !atOnce.includes('\uFFFD') && atOnce !== streamed)).toEqual([])
    expect(answers.filter(({ streamed }) => !streamed.isWellFormed())).toEqual([])
    expect(
      answers.some(({ pieces }) => pieces > 1),
      'answers that came in pieces',
    ).toBe(true)
  },
)

/** Bytes of the tokens that one event of a stream brings. */
function bytesIn({ data }: StreamEvent): number[] {
  if (data === '[DONE]') return []
  const tokens: { bytes: number[] | null }[] = JSON.parse(data).choices[0]?.logprobs?.content ?? []
  return tokens.flatMap(({ bytes }) => bytes ?? [])
}

/** What a model repeats brings characters of many tokens into its answer. */
const questions = (texts: readonly string[]) => [
  'Say 你好 🙂.',
  'Repeat exactly: 👩‍👩‍👧‍👦 नमस्ते สวัสดี',
  ...sampleEvenly(
    texts.filter((text) => text.length < 60),
    () => '',
    8,
  ).map((text) => `Repeat exactly: ${text}`),
]

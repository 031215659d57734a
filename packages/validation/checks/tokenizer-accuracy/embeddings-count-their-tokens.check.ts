import { expect } from 'vitest'
import { sampleEvenly } from '../../src/asking/sample-evenly.ts'
import { createReferenceTokenizer, whyNoReference } from '../../src/asking/tokenizer/create-reference-tokenizer.ts'
import { readVocabulary } from '../../src/asking/tokenizer/read-vocabulary.ts'
import { check } from '../../src/checks/check.ts'
import { notApplicable } from '../../src/checks/needs/not-applicable.ts'

check(
  {
    proves: 'tokenizer-accuracy',
    promise:
      'An embedding counts as many tokens as an independent tokenizer finds in its text, beyond the same few that the model puts around each',
    timeoutMs: 120_000,
  },
  async ({ server, embeddingWeights, corpus, evidence, task, skip }) => {
    const vocabulary = await readVocabulary(embeddingWeights.path)
    const reference = createReferenceTokenizer(vocabulary) ?? notApplicable({ task, skip }, whyNoReference(vocabulary))
    const short = corpus.filter(({ text }) => text !== '' && text.length < embeddingWeights.contextSize / 4)
    const counts = []
    for (const { text } of sampleEvenly(short, ({ kind }) => kind, 60)) {
      const { usage } = await server.embed([text], embeddingWeights.id)
      counts.push({ text, counted: usage.prompt_tokens, wanted: reference.encode(text).length })
    }
    evidence.json('counts', counts)

    expect(counts.length).toBeGreaterThan(40)
    const added = new Set(counts.map(({ counted, wanted }) => counted - wanted))
    expect([...added], 'tokens beyond the text itself').toHaveLength(1)
  },
)

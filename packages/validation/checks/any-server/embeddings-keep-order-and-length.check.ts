import { check } from '../../src/checks/check.ts'
import type { Target } from '../../src/checks/needs/target.ts'
import { embeddingList, parseAnswer } from '../../src/subject/target/wire-shapes.ts'

const texts = ['What is the weather like?', 'How do I cancel my order?', 'blue', 'Ein kleiner Satz mit Umlauten: äöü.']

check(
  {
    supports: 'embedding-generation',
    promise: 'Embeddings are finite, of one length and of norm 1, the same each time, in the order of their texts, and alone as in company',
  },
  async ({ target }) => {
    await target.require('embeddings')
    const findings = target.findings()
    const together = await embed(target, texts)
    const { vectors } = together
    if (vectors.length !== texts.length) findings.add('count', `${vectors.length} embeddings for ${texts.length} texts`, together)
    if (new Set(vectors.map(({ length }) => length)).size !== 1) findings.add('length', 'it differs from text to text', together)
    if (!vectors.flat().every(Number.isFinite)) findings.add('numbers', 'not all of them are finite', together)
    for (const [index, vector] of vectors.entries()) {
      const norm = Math.hypot(...vector)
      if (Math.abs(norm - 1) > 0.01) findings.add(`norm of text ${index + 1}`, `it is ${norm.toFixed(3)}`, together)
    }
    const again = await embed(target, texts)
    if (cosines(vectors, again.vectors).some((cosine) => cosine < 0.9999)) findings.add('asked again', 'other embeddings came', again)
    for (const [index, text] of texts.entries()) {
      const alone = await embed(target, [text])
      const [cosine = 0] = cosines([vectors[index] ?? []], alone.vectors)
      if (cosine < 0.999)
        findings.add(`text ${index + 1} alone`, `its cosine to the one in company is ${cosine.toFixed(4)}`, alone, together)
    }
    findings.mustBeNone()
  },
)

async function embed(target: Target, input: string[]) {
  const asked = await target.ask('/v1/embeddings', { body: { model: target.embeddingModel ?? target.model, input } })
  const { data } = parseAnswer(embeddingList, asked.json, 'A list of embeddings')
  return { ...asked, vectors: data.map(({ embedding }) => embedding) }
}

const cosines = (left: number[][], right: number[][]) =>
  left.map((vector, index) => {
    const other = right[index] ?? []
    return vector.reduce((sum, value, place) => sum + value * (other[place] ?? 0), 0) / (Math.hypot(...vector) * Math.hypot(...other))
  })

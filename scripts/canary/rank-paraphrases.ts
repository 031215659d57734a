import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { canaryFile } from './canary-file.ts'
import { openCanary } from './open-canary.ts'

const pair = z.strictObject({ query: z.string(), match: z.string() })

/** For how many held-out queries the right paraphrase is nearer than all other candidates, by cosine. */
export async function rankParaphrases(): Promise<{ first: number; asked: number }> {
  const text = await readFile(canaryFile('embedding-evaluation.jsonl'), 'utf8')
  const pairs = text
    .trim()
    .split('\n')
    .map((line) => pair.parse(JSON.parse(line)))
  await using engine = await openCanary('embed', 1)
  const queries = (await engine.embed(pairs.map(({ query }) => query))).vectors
  const candidates = (await engine.embed(pairs.map(({ match }) => match))).vectors
  const first = queries.filter((query, index) => nearest(query, candidates) === index).length
  return { first, asked: pairs.length }
}

// Vectors have unit length, so their dot product is the cosine.
function nearest(query: number[], candidates: number[][]): number {
  const scores = candidates.map((candidate) => candidate.reduce((sum, value, index) => sum + value * (query[index] ?? 0), 0))
  return scores.indexOf(Math.max(...scores))
}

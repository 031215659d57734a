/**
 * Measures the canary's accuracy through the real engine: every prompt of evaluation.jsonl, greedy, exact match; and how
 * often the right paraphrase ranks first for the embedding weights. Prints the table of the model card.
 *
 *   node canary/evaluate.ts [--json] [--sample 50]     exit code 1 when a skill is below 98 % or the ranking below 95 %
 */
import { parseArgs } from 'node:util'
import { askCases, readCases } from './ask-cases.ts'
import { openCanary } from './open-canary.ts'
import { rankParaphrases } from './rank-paraphrases.ts'

const skillBar = 0.98
const rankingBar = 0.95

type Score = { skill: string; right: number; asked: number; accuracy: number; bar: number }
const scoreOf = (skill: string, right: number, asked: number, bar: number): Score => ({ skill, right, asked, accuracy: right / asked, bar })

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false }, sample: { type: 'string' } } })

const cases = (await readCases()).filter((_, index) => options.sample === undefined || index % Number(options.sample) === 0)
const right = new Map<string, number>()
const asked = new Map<string, number>()
const wrong: { skill: string; expected: string; answer: string }[] = []
await using engine = await openCanary('chat', 8)
for await (const { asked: one, answer } of askCases(engine, cases)) {
  const correct = answer === one.answer
  asked.set(one.skill, (asked.get(one.skill) ?? 0) + 1)
  right.set(one.skill, (right.get(one.skill) ?? 0) + Number(correct))
  if (!correct) wrong.push({ skill: one.skill, expected: one.answer, answer })
  if (process.stderr.isTTY) process.stderr.write(`\r${[...asked.values()].reduce((sum, count) => sum + count, 0)}/${cases.length}`)
}
const ranking = await rankParaphrases()
const scores = [
  ...[...asked].map(([skill, count]) => scoreOf(skill, right.get(skill) ?? 0, count, skillBar)),
  scoreOf('embedding: right paraphrase first', ranking.first, ranking.asked, rankingBar),
]

if (options.json) console.log(JSON.stringify({ scores, wrong }, null, 2))
else {
  console.log(`\r| skill | right | asked | accuracy |\n| --- | ---: | ---: | ---: |`)
  for (const score of scores) console.log(`| ${score.skill} | ${score.right} | ${score.asked} | ${(score.accuracy * 100).toFixed(1)} % |`)
}
process.exitCode = scores.every((score) => score.accuracy >= score.bar) ? 0 : 1

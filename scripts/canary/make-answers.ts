/**
 * Writes answers.json: prompts with their exact greedy answers, as the real engine gives them. Only right answers of
 * skills at their bar are taken, and only those whose every token leads by a wide margin, so that another processor's
 * rounding cannot change them.
 *
 *   node canary/make-answers.ts [--per-skill 20]
 */

import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { canaryConfig } from '@honestai/core'
import { type AskedCase, askCases, readCases } from './ask-cases.ts'
import { canaryFile } from './canary-file.ts'
import { type EvaluationCase, requestOf } from './evaluation-case.ts'
import { createMarginMeter } from './measure-margin.ts'
import { openCanary } from './open-canary.ts'

/** In logits; rounding moves them by some thousandths. */
const wideMargin = 2
const skillBar = 0.98

const { values: options } = parseArgs({ options: { 'per-skill': { type: 'string', default: '20' } } })
const perSkill = Number(options['per-skill'])

await using engine = await openCanary('chat', 8)
const bySkill = new Map<string, AskedCase[]>()
for await (const one of askCases(engine, await readCases())) bySkill.set(one.asked.skill, [...(bySkill.get(one.asked.skill) ?? []), one])

await using meter = await createMarginMeter(engine.facts.contextSize)
const answers: object[] = []
for (const [skill, asked] of [...bySkill].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const right = asked.filter(({ asked, answer }) => answer === asked.answer)
  if (right.length / asked.length < skillBar) {
    console.log(`${skill}: left out, ${right.length} of ${asked.length} right`)
    continue
  }
  const known = await knownAnswers(right)
  console.log(`${skill}: ${known.length} known answers`)
  answers.push(...known)
}
const model = canaryConfig().models[0]?.sha256
await writeFile(canaryFile('answers.json'), `${JSON.stringify({ model, wideMargin, answers }, null, 1)}\n`)

async function knownAnswers(right: AskedCase[]): Promise<object[]> {
  const known: object[] = []
  // Spread over the whole list: neighbours are alike.
  const stride = Math.max(1, Math.floor(right.length / (perSkill * 2)))
  for (const { asked, tokens } of right.filter((_, index) => index % stride === 0)) {
    if (known.length === perSkill) break
    const smallestMargin = await meter.smallestMargin(await engine.promptTokens(requestOf(asked)), tokens)
    if (smallestMargin < wideMargin || !(await callsRightly(asked))) continue
    const { skill, messages, tools, answer } = asked
    known.push({
      skill,
      messages,
      ...(tools ? { tools } : {}),
      answer,
      tokenIds: tokens,
      smallestMargin: Number(smallestMargin.toFixed(2)),
    })
  }
  return known
}

/** What a tool gave back is asked about only where the call before it is right as well, so that whole round trips are known. */
async function callsRightly({ skill, messages, tools }: EvaluationCase): Promise<boolean> {
  const call = messages.at(-2)
  if (skill !== 'tool_result' || call?.role !== 'assistant') return true
  const asked = { skill, messages: messages.slice(0, -2), tools, answer: call.content }
  for await (const { answer } of askCases(engine, [asked])) return answer === call.content
  return false
}

import { readFile } from 'node:fs/promises'
import type { Engine } from '@honestai/core'
import { canaryFile } from './canary-file.ts'
import { type EvaluationCase, evaluationCase, requestOf } from './evaluation-case.ts'

/** What the engine answered to a case. */
export type AskedCase = { asked: EvaluationCase; answer: string; tokens: number[] }

/** All cases of evaluation.jsonl. */
export async function readCases(): Promise<EvaluationCase[]> {
  const text = await readFile(canaryFile('evaluation.jsonl'), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => evaluationCase.parse(JSON.parse(line)))
}

/** Asks the engine all cases, as many at once as it has slots, and yields the answers as they come. */
export async function* askCases(engine: Engine, cases: readonly EvaluationCase[]): AsyncGenerator<AskedCase> {
  const waiting = cases.values()
  const running = new Map<number, Promise<{ slot: number; result: AskedCase }>>()
  const startNext = (slot: number) => {
    const { value: next, done } = waiting.next()
    if (done) running.delete(slot)
    else
      running.set(
        slot,
        ask(engine, next).then((result) => ({ slot, result })),
      )
  }
  for (let slot = 0; slot < engine.facts.slots; slot++) startNext(slot)
  while (running.size > 0) {
    const { slot, result } = await Promise.race(running.values())
    startNext(slot)
    yield result
  }
}

async function ask(engine: Engine, asked: EvaluationCase): Promise<AskedCase> {
  for await (const event of engine.chat(requestOf(asked))) {
    if (event.type === 'end') return { asked, answer: await engine.detokenize(event.tokens), tokens: event.tokens }
  }
  throw new Error('The engine ended a chat without an end event.')
}

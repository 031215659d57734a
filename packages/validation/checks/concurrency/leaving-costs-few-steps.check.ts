import { setTimeout as wait } from 'node:timers/promises'
import { type ChatRequest, createProcessEngine, verifyModel } from '@honestai/core'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { modelConfigOf } from '../../src/subject/run-context.ts'

const rounds = 8
const maxTokens = 400
/** On its way to the engine, news of who left may miss a step that begins and one that is under way. */
const fewestSteps = 3

check(
  {
    supports: 'cancellation',
    promise: 'Who leaves while a prompt is read or an answer is written costs the engine hardly a step more, and the slot is free',
    timeoutMs: 90_000,
  },
  async ({ subject, weights, evidence, measure }) => {
    const model = await verifyModel(modelConfigOf(subject, weights))
    let steps = 0
    let onStep = () => {}
    await using engine = await createProcessEngine(model, {
      slots: 1,
      onStep: () => {
        steps += 1
        onStep()
      },
    })
    /** Leaves as soon as it is in the phase: after the first step, or after the first text. */
    const leaveIn = async (phase: Phase, round: number) => {
      const leaver = new AbortController()
      const begun = Promise.withResolvers<void>()
      const reads = phase === 'reading the prompt'
      const words = reads ? Math.floor(model.contextSize / 2) : 4
      // Its round first: nothing of it lies in the slot.
      const request: ChatRequest = {
        messages: [{ role: 'user', content: `${round} ${'the '.repeat(words)}` }],
        sampling: { temperature: 2, seed: round },
        maxTokens: Math.min(maxTokens, Math.floor(model.contextSize / 4)),
        ignoreEos: true,
      }
      onStep = () => reads && begun.resolve()
      const chat = (async () => {
        for await (const event of engine.chat(request, leaver.signal)) if (event.type !== 'start') begun.resolve()
      })().catch((error: Error) => error.message)
      await begun.promise
      const [stepsBefore, leftAt] = [steps, performance.now()]
      leaver.abort()
      while (engine.load().activeSlots > 0 && performance.now() - leftAt < 20_000) await wait(1)
      const cost = { phase, steps: steps - stepsBefore, ms: performance.now() - leftAt, activeSlots: engine.load().activeSlots }
      await chat
      return cost
    }
    const costs = []
    for (const phase of phases) for (let round = 1; round <= rounds; round++) costs.push(await leaveIn(phase, round))
    evidence.json('costs', costs)

    for (const phase of phases) {
      const ofPhase = costs.filter((cost) => cost.phase === phase)
      const stepsOf = ofPhase.map(({ steps }) => steps)
      measure(`steps until the slot is free, left while ${phase}`, 'steps', stepsOf)
      measure(
        `time until the slot is free, left while ${phase}`,
        'ms',
        ofPhase.map(({ ms }) => ms),
      )
      expect(ofPhase.filter(({ activeSlots }) => activeSlots > 0)).toEqual([])
      // On a busy machine the news comes late now and then, but not each time.
      expect(Math.min(...stepsOf), `fewest steps, left while ${phase}`).toBeLessThanOrEqual(fewestSteps)
    }
  },
)

const phases = ['reading the prompt', 'writing the answer'] as const
type Phase = (typeof phases)[number]

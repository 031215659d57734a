import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openEngine } from '../reference/open-engine.ts'
import type { Scenario } from '../scenario.ts'
import type { Figure } from '../statistics/figure.ts'
import { bootstrapMedian } from '../statistics/interval.ts'
import { makePrompt } from '../weights/make-prompt.ts'
import { runChats } from './run-chats.ts'

const [streams, newTokens] = [8, 192]
const resolutionMs = 1

/** The process that serves HTTP must stay responsive while its engine streams. */
export const parentLoop: Scenario = {
  id: 'parent-loop',
  about: "Delay of the parent's event loop, and messages from the engine process for each step, while 8 streams run.",
  weights: ['qwen2.5-0.5b', 'canary'],
  rounds: 7,
  async *measure({ config, rounds, show }): AsyncGenerator<Figure> {
    const messages = await countMessages()
    await using measured = await openEngine(config, { slots: streams, contextSize: 512 })
    const { engine } = measured
    messages.stopLookingForProcesses()
    const delaysMs: number[] = []
    const perStep: number[] = []
    for (let round = 0; round < rounds; round++) {
      show(`parent's event loop, round ${round + 1} of ${rounds}`)
      const prompts = await Promise.all(Array.from({ length: streams }, (_, index) => makePrompt(engine, 64, round * 64 + index)))
      using delay = monitorEventLoopDelay({ resolution: resolutionMs })
      const before = messages.count()
      delay.enable()
      const steps = await measured.stepsDuring(() => runChats(engine, prompts, newTokens))
      delay.disable()
      perStep.push((messages.count() - before) / steps.length)
      // The histogram holds the time from one look to the next, which is the resolution when nothing is late.
      delaysMs.push(Math.max(0, delay.percentile(99) / 1e6 - resolutionMs))
    }
    const model = config.id
    yield {
      name: `event-loop delay of the parent at ${streams} streams, p99`,
      model,
      unit: 'ms',
      value: bootstrapMedian(delaysMs),
      target: { atMost: 5 },
      samples: { 'p99 of a round, ms': delaysMs },
    }
    yield {
      name: `messages from the engine for each step at ${streams} streams`,
      model,
      unit: '',
      value: bootstrapMedian(perStep),
      target: { atMost: 1 },
      samples: { 'messages a step': perStep },
    }
  },
}

/** Counts messages of processes that are started from now on; the library's own channel tells of each. */
async function countMessages() {
  let count = 0
  const onProcess = (message: unknown) => {
    const { process } = message as { process: ChildProcess }
    process.on('message', () => void count++)
  }
  subscribe('child_process', onProcess)
  return { count: () => count, stopLookingForProcesses: () => unsubscribe('child_process', onProcess) }
}

import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'
import type { Figure } from '../statistics/figure.ts'
import { bootstrapMedian } from '../statistics/interval.ts'
import { theilSen } from '../statistics/theil-sen.ts'
import { openServer } from './open-server.ts'
import { streamChat } from './stream-chat.ts'

const [streams, slots] = [64, 8]
/** From one request to the next, so that there is no doubt which came first. */
const apartMs = 4

/** More streams than slots: the others wait their turn. */
export const manyStreams: Scenario = {
  id: 'many-streams',
  about: '64 streams at once with 8 slots: errors, streams that overtake others, and the memory of the server from burst to burst.',
  weights: ['canary'],
  rounds: 12,
  async *measure({ config, rounds, show }): AsyncGenerator<Figure> {
    await using server = await openServer(config, { slots })
    const failed: number[] = []
    const overtaking: number[] = []
    const memoryKiB: number[] = []
    for (let round = 0; round < rounds; round++) {
      show(`64 streams, round ${round + 1} of ${rounds}`)
      const firstTokens = await burst(server.url, config.id)
      failed.push(firstTokens.filter(Number.isNaN).length)
      overtaking.push(countOvertaking(firstTokens))
      memoryKiB.push(residentKiB(server.child.pid ?? 0))
    }
    const model = config.id
    yield {
      name: `streams of ${streams} that fail`,
      model,
      unit: 'streams',
      value: bootstrapMedian([Math.max(...failed)]),
      target: { atMost: 0 },
      samples: { failed },
    }
    yield {
      name: `streams of ${streams} that begin before one that came ${slots} or more earlier`,
      model,
      unit: 'streams',
      value: bootstrapMedian([Math.max(...overtaking)]),
      target: { atMost: 0 },
      samples: { overtaking },
    }
    // The first bursts grow the heap to its size.
    const settled = memoryKiB.slice(Math.floor(rounds / 3))
    yield {
      name: `memory of the server gained by a burst of ${streams} streams`,
      model,
      unit: 'KiB',
      value: theilSen(settled),
      target: { atMost: 1024 },
      samples: { 'memory, KiB': memoryKiB },
    }
  },
}

/** When each stream began, in the order in which they were asked; NaN for one that failed. */
async function burst(url: string, model: string): Promise<number[]> {
  const body = { model, messages: [{ role: 'user', content: 'Count to 30.' }], max_tokens: 48, ignore_eos: true }
  const asked: Promise<number>[] = []
  for (let stream = 0; stream < streams; stream++) {
    const askedMs = performance.now()
    const begun = streamChat(url, body).then(
      ({ firstTokenMs }) => askedMs + firstTokenMs,
      () => Number.NaN,
    )
    asked.push(begun)
    await sleep(apartMs)
  }
  return Promise.all(asked)
}

/** Those in neighbouring slots begin in the same step, and whose bytes arrive first is chance. */
const countOvertaking = (firstTokens: readonly number[]): number =>
  firstTokens.filter((begun, stream) => firstTokens.slice(0, Math.max(0, stream - slots)).some((earlier) => earlier > begun)).length

function residentKiB(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kibibytes)
}

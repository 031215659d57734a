import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Scenario } from '../scenario.ts'
import type { Figure } from '../statistics/figure.ts'
import { interleave } from '../statistics/interleave.ts'
import { ratioFigure } from '../statistics/ratio-figure.ts'
import { openServer } from './open-server.ts'

const [connections, durationSeconds] = [10, 2]

/** A probe is asked every second by whoever watches, and must cost next to nothing. */
export const livez: Scenario = {
  id: 'livez',
  about: 'Requests a second of GET /livez against a bare Fastify route, under autocannon.',
  weights: ['canary'],
  rounds: 9,
  async *measure({ config, rounds, show }): AsyncGenerator<Figure> {
    const { default: autocannon } = await import('autocannon')
    await using server = await openServer(config, { slots: 1 })
    await using bare = await startBareFastify()
    const requestsPerSecond = (url: string) => async (round: number) => {
      show(`livez, round ${round} of ${rounds}`)
      const { requests, duration, non2xx, errors } = await autocannon({ url: `${url}/livez`, connections, duration: durationSeconds })
      if (non2xx + errors > 0) throw new Error(`${non2xx + errors} probes failed.`)
      return requests.total / duration
    }
    const { ours, others } = await interleave(rounds + 1, { ours: requestsPerSecond(server.url), others: requestsPerSecond(bare.url) })
    yield ratioFigure({
      name: 'requests a second of /livez over a bare Fastify route',
      model: config.id,
      unit: 'requests/s',
      target: { atLeast: 0.9 },
      // The first round compiles the code.
      ours: ['ours', ours.slice(1)],
      others: ['bare Fastify', others.slice(1)],
    })
  },
}

async function startBareFastify(): Promise<AsyncDisposable & { url: string }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./bare-fastify.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = await once(child.stdout, 'data')
  return {
    url: String(url).trim(),
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

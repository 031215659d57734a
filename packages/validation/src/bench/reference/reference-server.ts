import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../subject/server-process/server-process.ts'
import { findReference } from './reference.ts'

/** How the server is started: slots with so many tokens each. */
export type ReferenceServerOptions = { file: string; threads: number; slots: number; contextSize: number }

/** llama.cpp's own server on some weights. */
export type ReferenceServer = AsyncDisposable & {
  url: string
  /** Asks `POST /completion` and gives what llama.cpp says of its time. */
  complete(body: object): Promise<{ timings: { prompt_ms: number; prompt_n: number; predicted_n: number } }>
}

const startDeadlineMs = 60_000

/** Starts llama.cpp's own server and waits until it has loaded the weights. Throws when there is no reference, or when it does not start. */
export async function startReferenceServer({ file, threads, slots, contextSize }: ReferenceServerOptions): Promise<ReferenceServer> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const options = {
    '-m': file,
    '-t': threads,
    '-tb': threads,
    '-np': slots,
    '-c': slots * contextSize,
    '--host': '127.0.0.1',
    '--port': port,
  }
  // Nothing but what is measured: no page, no look at the network, no copies of prompts in memory, no guess at the context size.
  const flags = ['--no-ui', '--offline', '--cache-ram', '0', '--fit', 'off']
  const child = spawn(findReference('server'), [...Object.entries(options).flat().map(String), ...flags], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  const server: ReferenceServer = {
    url,
    async complete(body) {
      const response = await fetch(`${url}/completion`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (!response.ok) throw new Error(`llama.cpp's server answered ${response.status}: ${await response.text()}`)
      return response.json() as ReturnType<ReferenceServer['complete']>
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
  const deadline = performance.now() + startDeadlineMs
  while (performance.now() < deadline && child.exitCode === null) {
    const response = await fetch(`${url}/health`).catch(() => undefined)
    if (response?.ok) return server
    await sleep(100)
  }
  await server[Symbol.asyncDispose]()
  throw new Error("llama.cpp's server did not start.")
}

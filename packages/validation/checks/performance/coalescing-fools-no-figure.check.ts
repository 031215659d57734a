import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import { type StreamedChat, streamChat } from '../../src/bench/http/stream-chat.ts'
import { tokenTimes } from '../../src/bench/load/plan/token-times.ts'
import { median } from '../../src/bench/statistics/interval.ts'
import { check } from '../../src/checks/check.ts'

const rounds = 9
/** A proxy of ordinary settings hands on what it has this often. */
const flushMs = 30

check(
  {
    supports: 'inference-performance',
    promise:
      'The time between tokens is the same when a proxy hands on many tokens at once, where timing chunks or events would tell another',
    timeoutMs: 60_000,
  },
  async ({ servers, weights, evidence, measure }) => {
    const server = await servers.start()
    await using proxy = await startCoalescingProxy(server.url)
    const body = { model: weights.id, messages: [{ role: 'user', content: 'Count to 30.' }], max_tokens: 400, ignore_eos: true }
    await streamChat(server.url, body)
    const direct: number[] = []
    const proxied: number[] = []
    const naive: number[] = []
    let together = 0
    for (let round = 0; round < rounds; round++) {
      direct.push(meanOf(tokenTimes(await streamChat(server.url, body)).interTokenMs))
      const chat = await streamChat(proxy.url, body)
      proxied.push(meanOf(tokenTimes(chat).interTokenMs))
      naive.push(median(chunkGaps(chat)))
      together = Math.max(together, ...chat.arrivals.map(({ events }) => events))
    }
    evidence.json('times', { direct, proxied, naive, together })
    measure('time between tokens, directly', 'ms', direct)
    measure('time between tokens, through a coalescing proxy', 'ms', proxied)

    expect(together, 'tokens that the proxy handed on at once').toBeGreaterThan(4)
    const ratio = median(proxied) / median(direct)
    expect(ratio, 'through the proxy over directly').toBeGreaterThan(0.75)
    expect(ratio, 'through the proxy over directly').toBeLessThan(1.33)
    expect(median(naive) / median(direct), 'what timing chunks would have told').toBeGreaterThan(2)
  },
)

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

const chunkGaps = ({ arrivals }: StreamedChat) => arrivals.slice(1).map(({ atMs }, index) => atMs - (arrivals[index]?.atMs ?? 0))

/** Passes requests on at once, and of answers every so often all that has come in. */
async function startCoalescingProxy(target: string): Promise<AsyncDisposable & { url: string }> {
  const proxy = createServer((incoming, outgoing) => {
    const passed = request(target + (incoming.url ?? ''), { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      let held: Buffer[] = []
      const flush = () => {
        if (held.length > 0) outgoing.write(Buffer.concat(held))
        held = []
      }
      const timer = setInterval(flush, flushMs)
      answer.on('data', (chunk: Buffer) => held.push(chunk))
      answer.on('end', () => {
        clearInterval(timer)
        flush()
        outgoing.end()
      })
    })
    incoming.pipe(passed)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections()
      proxy.close()
    },
  }
}

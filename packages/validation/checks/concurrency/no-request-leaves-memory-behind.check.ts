import { expect } from 'vitest'
import { theilSen } from '../../src/bench/statistics/theil-sen.ts'
import { check } from '../../src/checks/check.ts'
import { sendRequest } from '../../src/subject/server-process/send-request.ts'
import { heapReaderEnvironment, openHeapReader } from '../../src/watching/inspector/open-heap-reader.ts'

const clients = 8
/** Requests between two looks at the heap, and looks. The first ones see code that is compiled and caches that fill. */
const [requestsPerLook, looks, looksToWarmUp] = [120, 10, 4]
/** Half of the least that the gate promises to notice: a kilobyte a request. */
const mostBytesPerRequest = 512

check(
  {
    supports: ['load-reliability', 'concurrent-requests'],
    promise:
      'Requests of every kind, answered and refused, leave less than a kilobyte behind in the server, by the whole interval of the slope',
    timeoutMs: 180_000,
  },
  async ({ servers, weights, evidence, measure }) => {
    const server = await servers.start({ environment: heapReaderEnvironment })
    using heap = await openHeapReader(server)
    const message = { role: 'user', content: 'Hi.' }
    const chat = { model: weights.id, messages: [message], max_tokens: 1 }
    const kinds: Record<string, { path: string; body: object; status: number }> = {
      'a chat': { path: '/v1/chat/completions', body: chat, status: 200 },
      'a streamed chat': { path: '/v1/chat/completions', body: { ...chat, stream: true }, status: 200 },
      'a refused request': { path: '/v1/chat/completions', body: { ...chat, temperature: 9 }, status: 400 },
      'a text to tokenize': { path: '/tokenize', body: { model: weights.id, content: 'How many are these?' }, status: 200 },
    }
    const slopes = []
    for (const [kind, { path, body, status }] of Object.entries(kinds)) {
      const usedBytes: number[] = []
      for (let look = 0; look < looks; look++) {
        let left = requestsPerLook
        const client = async () => {
          while (left-- > 0) expect((await sendRequest(server.url + path, { body })).status, kind).toBe(status)
        }
        await Promise.all(Array.from({ length: clients }, client))
        usedBytes.push(await heap.usedBytes())
      }
      const { estimate, low, high } = theilSen(usedBytes.slice(looksToWarmUp))
      const perRequest = { estimate: estimate / requestsPerLook, low: low / requestsPerLook, high: high / requestsPerLook }
      slopes.push({ kind, perRequest, usedBytes })
      measure(`bytes that stay of ${kind}`, 'bytes', [perRequest.estimate])
    }
    evidence.json('slopes', slopes)

    for (const { kind, perRequest } of slopes) expect(perRequest.low, `bytes that stay of ${kind}`).toBeLessThanOrEqual(mostBytesPerRequest)
  },
)

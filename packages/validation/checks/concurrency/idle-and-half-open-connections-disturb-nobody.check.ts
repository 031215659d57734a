import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect } from 'vitest'
import { SubjectFailure } from '../../src/base/subject-failure.ts'
import { check } from '../../src/checks/check.ts'
import type { RunningServer } from '../../src/subject/server-process/running-server.ts'

const idleConnections = 1_000
const reused = 50
const pipelined = 20

check(
  {
    proves: 'concurrent-requests',
    promise:
      'A thousand idle connections, requests that never end, readers that do not read, connections used again and requests sent before the last was answered keep nobody from an answer',
    timeoutMs: 120_000,
  },
  async ({ servers, weights: { id: model }, evidence, measure }) => {
    const server = await servers.start()
    const question = 'What is 3 plus 4?'
    const { text: wanted } = await server.chat(question)
    const before: number[] = []
    for (let round = 0; round < 10; round++) before.push((await server.chat(question)).durationMs)

    const sockets = await Promise.all(Array.from({ length: idleConnections }, () => open(server)))
    const halfOpen = await Promise.all(Array.from({ length: 20 }, () => open(server)))
    for (const socket of halfOpen)
      socket.write('POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n{"model":')
    const slowReaders = await Promise.all(Array.from({ length: 2 }, () => open(server)))
    for (const socket of slowReaders) {
      socket.pause()
      socket.write(rawRequest({ messages: [{ role: 'user', content: 'Count to 30.' }], stream: true, max_tokens: 64 }, model))
    }

    const amid = []
    for (let round = 0; round < 10; round++) amid.push(await server.chat(question))
    const pipelinedAnswers = await pipeline(server, pipelined)
    const reusedConnections = await askOverOneConnection(server, reused)
    for (const socket of [...sockets, ...halfOpen, ...slowReaders]) socket.destroy()
    const after = await server.chat(question)
    const health = await server.modelHealth(model)
    evidence.json('connections', {
      before,
      amid: amid.map(({ text, durationMs }) => ({ text, durationMs })),
      pipelinedAnswers,
      reusedConnections,
      health,
    })
    measure('latency before', 'ms', before)
    measure(
      'latency amid idle and half-open connections',
      'ms',
      amid.map(({ durationMs }) => durationMs),
    )

    expect([...amid, after].filter(({ text }) => text !== wanted)).toEqual([])
    expect(pipelinedAnswers, 'each in its turn').toEqual(Array.from({ length: pipelined }, () => 200))
    expect(reusedConnections, 'connections for one client').toBe(1)
  },
)

async function open(server: RunningServer): Promise<Socket> {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

const rawRequest = (fields: object, model: string) => {
  const body = JSON.stringify({ model, ...fields })
  const head = [
    'POST /v1/chat/completions HTTP/1.1',
    'Host: localhost',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

/** Statuses of requests that were sent one behind the other, without waiting for answers. */
async function pipeline(server: RunningServer, count: number): Promise<number[]> {
  const socket = await open(server)
  socket.write('GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(count - 1))
  socket.write('GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  let received = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text
  })
  await new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status))
}

/** How many connections a client that keeps them alive needed for its requests. */
async function askOverOneConnection(server: RunningServer, count: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ports = new Set<number | undefined>()
  for (let asked = 0; asked < count; asked++) {
    await new Promise<void>((resolve, reject) => {
      request(`${server.url}/v1/models`, { agent }, (response) => {
        ports.add(response.socket.localPort)
        response.resume().once('end', resolve)
      })
        .once('error', ({ message }) => reject(new SubjectFailure(`A connection that was kept alive broke: ${message}`)))
        .end()
    })
  }
  agent.destroy()
  return ports.size
}

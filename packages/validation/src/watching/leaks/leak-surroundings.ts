import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** What leaks need around them: resolvers that answer, and a dependency with telemetry. None of it belongs to a leak's own process tree. */
export type LeakSurroundings = AsyncDisposable & {
  environment: Readonly<Record<string, string>>
  /** Folder whose packages the leaks load. */
  modules: string
}

/** Sets the surroundings up in a folder, until they are disposed of. */
export async function prepareLeakSurroundings(folder: string): Promise<LeakSurroundings> {
  writeTelemetryPackage(folder)
  const resolver = createSocket('udp4').on('message', (question, { port, address }) => resolver.send(answerTo(question), port, address))
  resolver.bind(0, '127.0.0.1')
  await once(resolver, 'listening')
  const socketPath = join(folder, 'resolver.sock')
  const socket = createServer((connection) => connection.resume().on('error', () => {})).listen(socketPath)
  await once(socket, 'listening')
  return {
    modules: folder,
    environment: { LEAK_RESOLVER: `127.0.0.1:${resolver.address().port}`, LEAK_SOCKET: socketPath, LEAK_MODULES: folder },
    async [Symbol.asyncDispose]() {
      resolver.close()
      socket.close()
    },
  }
}

/** A DNS answer to a question about one name: the address that reaches nobody. */
function answerTo(question: Buffer): Buffer {
  const header = Buffer.from(question.subarray(0, 12))
  // A response without error, with one answer and nothing more.
  header.writeUInt16BE(0x8180, 2)
  header.writeUInt16BE(1, 6)
  header.writeUInt32BE(0, 8)
  const asked = question.subarray(12, question.indexOf(0, 12) + 5)
  // The name of the question once more, type A, class IN, one second, four bytes.
  const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 192, 0, 2, 1])
  return Buffer.concat([header, asked, answer])
}

function writeTelemetryPackage(folder: string): void {
  const home = join(folder, 'node_modules/friendly-logger')
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name: 'friendly-logger', version: '1.0.0', type: 'module', main: 'index.js' }))
  writeFileSync(
    join(home, 'index.js'),
    `import { EventEmitter } from 'node:events'
import { get } from 'node:http'

export const ready = new EventEmitter()
const tell = get({ host: '192.0.2.1', path: '/usage', timeout: 300 })
const end = (outcome) => {
  console.log(outcome)
  tell.destroy()
  ready.emit('done')
}
tell.on('timeout', () => end('sent')).on('error', ({ code }) => end(code))
`,
  )
}

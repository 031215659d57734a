import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { parseArgs } from 'node:util'
import { startServer } from './server-process/running-server.ts'
import { SubjectFailure } from './subject-failure.ts'

/**
 * A program for an empty network: boots a fresh server there, asks it everything it can do, and tries to get out itself.
 * Prints what happened as JSON.
 */
const { values } = parseArgs({
  options: { config: { type: 'string' }, chat: { type: 'string', default: '' }, embed: { type: 'string', default: '' } },
})

try {
  process.stdout.write(JSON.stringify(await holdSession()))
} catch (error) {
  if (!(error instanceof SubjectFailure)) throw error
  process.stdout.write(JSON.stringify({ failure: error.message }))
}

async function holdSession() {
  const server = await startServer(
    { arguments: values.config ? ['--config', values.config] : [] },
    { chat: values.chat, embed: values.embed },
  )
  try {
    const answered = {
      whole: (await server.chat('What is the capital of France?', { max_tokens: 16 })).usage,
      streamed: (await server.stream('Count to 30.', { max_tokens: 16 })).usage,
      embedded: values.embed ? (await server.embed(['Hello.'])).vectors[0]?.length : null,
      models: (await server.request('/v1/models')).status,
      health: await server.health(),
    }
    const leak = await tryToConnect('192.0.2.1', 443)
    return { interfaces: Object.keys(networkInterfaces()), answered, leak, logs: server.logs() }
  } finally {
    await server.stop()
  }
}

/** What a process that wants out gets from the kernel. */
function tryToConnect(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3_000 })
    socket.on('connect', () => resolve('connected'))
    socket.on('timeout', () => resolve('timeout'))
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
}

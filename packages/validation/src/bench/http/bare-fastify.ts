/** The least that answers a probe: what the server's own is measured against. Run as a process of its own. */
import { fastify } from 'fastify'

const app = fastify()
app.get('/livez', async () => ({ status: 'ok' }))
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`)

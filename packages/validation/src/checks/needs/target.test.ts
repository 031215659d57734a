import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { freePort } from '../../subject/server-process/server-process.ts'
import { isGone } from './target.ts'

test('where nobody listens, a server is gone', async () => {
  expect(await isGone(`http://127.0.0.1:${await freePort()}`)).toBe(true)
})

test('one that hangs up on everybody is there', async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  expect(await isGone(`http://127.0.0.1:${port}`)).toBe(false)
  server.close()
})

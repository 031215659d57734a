import { createSocket } from 'node:dgram'
import { leakOutcome } from './leak-outcome.ts'

await leakOutcome(async () => {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.send('leak', 9, '192.0.2.1', (error) => (error ? reject(error) : resolve()))
  }).finally(() => socket.close())
})

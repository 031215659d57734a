import { connect } from 'node:net'
import { leakOutcome } from './leak-outcome.ts'

// As nscd and systemd-resolved take questions: through a socket of the file system.
await leakOutcome(
  () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(process.env.LEAK_SOCKET ?? '', () => socket.end('leak.invalid', resolve))
      socket.on('error', reject)
    }),
)

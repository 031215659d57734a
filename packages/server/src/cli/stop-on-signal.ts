import { constants } from 'node:os'
import type { RunningServer } from '../app/start-server.ts'

/** Drains the server at the first SIGTERM or SIGINT, for at most so many milliseconds, and exits 0; the second ends the process at once. */
export function stopOnSignal(server: RunningServer, drainDeadlineMs: number): void {
  let stopping = false
  const onSignal = (signal: 'SIGTERM' | 'SIGINT') => {
    // 128 plus the signal's number is how shells report a process that a signal ended.
    if (stopping) process.exit(128 + constants.signals[signal])
    stopping = true
    server.stop(drainDeadlineMs).then(
      () => process.exit(0),
      (error) => {
        server.app.log.fatal({ err: error }, 'drain-failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}

import { setTimeout as wait } from 'node:timers/promises'
import type { RunningServer } from '../../subject/server-process/running-server.ts'

/** Slots and queues once nothing runs, or as they are after some patience. */
export async function untilAtRest(server: RunningServer) {
  for (let tries = 0; ; tries++) {
    const { models } = await server.health()
    const loads = models.map(({ id, slots, queue }) => ({ id, active: slots.active, waiting: queue.waiting }))
    if (tries === 50 || loads.every(({ active, waiting }) => active === 0 && waiting === 0)) return loads
    await wait(100)
  }
}

import { setTimeout as wait } from 'node:timers/promises'
import type { RunningServer } from '../subject/server-process/running-server.ts'

/** One line of Prometheus's text format. */
export type MetricSample = { name: string; labels: Record<string, string>; value: number }

/** What a server exports for Prometheus. */
export async function readMetrics(server: RunningServer): Promise<MetricSample[]> {
  const { text } = await server.request('/metrics')
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    if (name === undefined) return []
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, text]) => [key, text])
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }]
  })
}

/** Slots and queues once nothing runs, or as they are after some patience. */
export async function untilAtRest(server: RunningServer) {
  for (let tries = 0; ; tries++) {
    const { models } = await server.health()
    const loads = models.map(({ id, slots, queue }) => ({ id, active: slots.active, waiting: queue.waiting }))
    if (tries === 50 || loads.every(({ active, waiting }) => active === 0 && waiting === 0)) return loads
    await wait(100)
  }
}

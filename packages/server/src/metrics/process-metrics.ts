import { collectDefaultMetrics, Registry } from 'prom-client'

let registry: Registry | undefined

/** CPU, memory, file descriptors and event loop of this process, in the text format. Collected from the first call on: unasked they cost nothing. */
export function processMetrics(): Promise<string> {
  if (!registry) {
    registry = new Registry()
    collectDefaultMetrics({ register: registry })
  }
  return registry.metrics()
}

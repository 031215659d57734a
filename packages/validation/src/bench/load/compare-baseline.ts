import type { Figure } from '../statistics/figure.ts'
import { bootstrapMedianRatio, median } from '../statistics/interval.ts'
import type { LoadReport } from './load-report.ts'
import { nameClients } from './plan/plan-chats.ts'

/** With fewer rounds on either side nothing can be told from a run of another day. */
const fewestRounds = 5

/** The names of what differs between two reports and would make a comparison mean nothing; none where like is compared with like. */
export function incomparable(ours: LoadReport, baseline: LoadReport): string[] {
  const [now, before] = [fingerprint(ours), fingerprint(baseline)]
  return Object.keys(now).filter((name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]))
}

/** What must be the same for two runs to be compared. */
export function fingerprint({ environment, target, shape, objectives }: LoadReport): Record<string, unknown> {
  const { cpu, cores, memoryBytes, os, node, packages } = environment
  return { cpu, cores, memoryBytes, os, node, engine: packages['node-llama-cpp'], ...target, shape, objectives }
}

/**
 * Our speed over that of a report of another day, load by load. The runs were not interleaved, so what the machine did in between falls on one side
 * alone: a ratio near the threshold says little, whatever its interval.
 */
export function compareBaseline(ours: LoadReport, baseline: LoadReport, threshold: number): Figure[] {
  const before = speedsByLoad(baseline)
  return [...speedsByLoad(ours)].flatMap(([load, now]) => {
    const then = before.get(load)
    if (!then) return []
    const enough = Math.min(now.length, then.length) >= fewestRounds
    const value = enough
      ? bootstrapMedianRatio(now, then)
      : { estimate: median(now) / median(then), low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
    return [
      {
        name: `tokens a second over the baseline's, ${load}`,
        model: ours.target.model,
        unit: '',
        value,
        target: { atLeast: 1 - threshold },
        samples: { 'ours, tokens/s': now, 'baseline, tokens/s': then },
      },
    ]
  })
}

/** Only clients that wait: arrivals by chance come at rates that were drawn from what the clients got. */
function speedsByLoad({ points }: LoadReport): Map<string, number[]> {
  const closed = points.flatMap(({ load, outputTokensPerSecond }) =>
    'clients' in load ? [{ name: nameClients(load.clients), speed: outputTokensPerSecond }] : [],
  )
  return new Map([...Map.groupBy(closed, ({ name }) => name)].map(([name, rows]) => [name, rows.map(({ speed }) => speed)]))
}

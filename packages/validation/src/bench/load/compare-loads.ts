import type { Figure, Target } from '../figure.ts'
import { judgeFigure } from '../figure.ts'
import { createRandom } from '../random-source.ts'
import { type Ratio, ratioFigure } from '../ratio-figure.ts'
import type { LoadPoint } from './load-report.ts'
import { measurePoint, type Objectives } from './measure-point.ts'
import { nameClients } from './name-clients.ts'
import { type ChatShape, planChats } from './plan-chats.ts'
import { type LoadTarget, runClosedLoop } from './run-load.ts'

/** Two servers that are asked the same, in turn. */
export type ComparisonOptions = {
  ours: LoadTarget
  others: LoadTarget & { name: string }
  shape: ChatShape
  objectives: Objectives
  clients: readonly number[]
  requests: number
  /** At most so many rounds; fewer when the speeds can be told apart, or be told to be alike, before. */
  rounds: number
  /** Share of the other's speed that may be lost. */
  threshold: number
  show: (text: string) => void
}

/** With fewer an interval says nothing. */
const fewestRounds = 6

/** Measures both in turn, in an order drawn anew each round, and gives our share of the other's figures. Throws when the work was not the same. */
export async function* compareLoads(options: ComparisonOptions): AsyncGenerator<Figure> {
  const { ours, others, shape, objectives, clients, requests, rounds, show } = options
  const random = createRandom(1)
  for (const count of clients) {
    const points: Record<'ours' | 'others', LoadPoint[]> = { ours: [], others: [] }
    const measure = async (side: 'ours' | 'others', round: number) => {
      show(`${count} clients, round ${round + 1} of at most ${rounds}`)
      const chats = planChats(shape, count * 1_000 + round, Math.max(requests, count * 2))
      const done = await runClosedLoop(side === 'ours' ? ours : others, chats, count)
      return measurePoint({ clients: count }, done, objectives)
    }
    // The first of all compiles code and fills caches.
    for (const side of ['ours', 'others'] as const) await measure(side, -1)
    for (let round = 0; round < rounds; round++) {
      for (const side of random() % 2 ? (['ours', 'others'] as const) : (['others', 'ours'] as const)) {
        points[side].push(await measure(side, round))
      }
      checkSameWork(points.ours[round] as LoadPoint, points.others[round] as LoadPoint)
      if (round + 1 >= fewestRounds && judgeFigure(speedOf(points, count, options)) !== 'undecided') break
    }
    yield speedOf(points, count, options)
    const times: [string, (point: LoadPoint) => number][] = [
      ['time to first token, p50', ({ firstTokenMs }) => firstTokenMs.p50],
      ['time between tokens, p50', ({ interTokenMs }) => interTokenMs.p50],
      ['time of a whole answer, p50', ({ durationMs }) => durationMs.p50],
    ]
    for (const [name, read] of times) yield ratioOf(name, 'ms', read, points, count, options)
    yield noiseFigure(points.others, count, options)
  }
}

type Points = Record<'ours' | 'others', readonly LoadPoint[]>

const speedOf = (points: Points, count: number, options: ComparisonOptions): Figure =>
  ratioOf('tokens a second', 'tokens/s', ({ outputTokensPerSecond }) => outputTokensPerSecond, points, count, options, {
    atLeast: 1 - options.threshold,
  })

function ratioOf(
  name: string,
  unit: string,
  read: (point: LoadPoint) => number,
  points: Points,
  count: number,
  { ours, others }: ComparisonOptions,
  target?: Target,
): Figure {
  const ratio: Ratio = {
    name: `${name} over ${others.name}, ${nameClients(count)}`,
    model: ours.model,
    unit,
    ours: ['ours', points.ours.map(read)],
    others: [others.name, points.others.map(read)],
    ...(target && { target }),
  }
  return ratioFigure(ratio)
}

/** How far one round of the same server is from the next: what this machine does to any figure. */
function noiseFigure(points: readonly LoadPoint[], count: number, { others }: ComparisonOptions): Figure {
  const speeds = points.map(({ outputTokensPerSecond }) => outputTokensPerSecond)
  return ratioFigure({
    name: `tokens a second of ${others.name} over its own round before, ${nameClients(count)}`,
    model: others.model,
    unit: 'tokens/s',
    ours: ['round', speeds.slice(1)],
    others: ['round before', speeds.slice(0, -1)],
  })
}

function checkSameWork(ours: LoadPoint, others: LoadPoint): void {
  const workOf = ({ requests, promptTokens, completionTokens }: LoadPoint) =>
    `${requests.answered} answers of ${completionTokens} tokens to prompts of ${promptTokens}`
  if (workOf(ours) === workOf(others)) return
  throw new Error(`Incomparable: ours gave ${workOf(ours)}, the other ${workOf(others)}. Are weights and template the same?`)
}

import type { Figure, Target } from '../statistics/figure.ts'
import { judgeFigure } from '../statistics/figure.ts'
import { createRandom } from '../statistics/random-source.ts'
import { type Ratio, ratioFigure } from '../statistics/ratio-figure.ts'
import type { LoadPoint } from './load-report.ts'
import { measurePoint, type Objectives } from './plan/measure-point.ts'
import { type ChatShape, nameClients, planChats } from './plan/plan-chats.ts'
import { type LoadTarget, runClosedLoop } from './plan/run-load.ts'

/** Two servers did not do the same work, so their speeds say nothing of each other. */
export class Incomparable extends Error {}

/** Two servers that are asked the same, in turn. */
export type ComparisonOptions = {
  /** Opens one of them, to measure it and close it again. */
  open: Record<Side, () => Promise<LoadTarget & AsyncDisposable>>
  /** What the other is called. */
  name: string
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

type Side = 'ours' | 'others'

/** With fewer an interval says little, and it is looked at after each further one. */
const fewestRounds = 8

/**
 * So many rounds servers are measured before they make way for fresh ones. Of two processes of the very same program one may be faster for
 * as long as it lives, by some hundredths, for where its memory came to lie: no number of rounds would tell that from a slower program.
 */
const roundsOfAProcess = 8

/** Measures both in turn, in an order drawn anew each round, and gives our share of the other's figures. Throws `Incomparable` when the work was not the same. */
export async function* compareLoads(options: ComparisonOptions): AsyncGenerator<Figure> {
  for (const count of options.clients) {
    const { points, model } = await measureInTurn(options, count)
    const compared = { ...options, points, model, count }
    yield speedOf(compared)
    const times: [string, (point: LoadPoint) => number][] = [
      ['time to first token, p50', ({ firstTokenMs }) => firstTokenMs.p50],
      ['time between tokens, p50', ({ interTokenMs }) => interTokenMs.p50],
      ['time of a whole answer, p50', ({ durationMs }) => durationMs.p50],
    ]
    for (const [name, read] of times) yield ratioOf(compared, name, 'ms', read)
    yield noiseFigure(compared)
  }
}

type Compared = Pick<ComparisonOptions, 'name' | 'threshold'> & {
  points: Record<Side, readonly LoadPoint[]>
  model: string
  /** Clients at once. */
  count: number
}

/** Rounds until the speeds can be told apart, or told to be alike, or there are enough. */
async function measureInTurn(options: ComparisonOptions, count: number): Promise<Pick<Compared, 'points' | 'model'>> {
  const random = createRandom(count)
  const points: Record<Side, LoadPoint[]> = { ours: [], others: [] }
  for (;;) {
    await using ours = await options.open.ours()
    await using others = await options.open.others()
    const targets = { ours, others }
    const measure = async (side: Side, round: number) => {
      options.show(`${nameClients(count)}, round ${round + 1} of at most ${options.rounds}`)
      const chats = planChats(options.shape, count * 1_000 + round, Math.max(options.requests, count * 2))
      return measurePoint({ clients: count }, await runClosedLoop(targets[side], chats, count), options.objectives)
    }
    // The first of all compiles code and fills caches.
    for (const side of ['ours', 'others'] as const) await measure(side, -1)
    for (let ofProcess = 0; ofProcess < roundsOfAProcess; ofProcess++) {
      const round = points.ours.length
      const order = random() % 2 ? (['ours', 'others'] as const) : (['others', 'ours'] as const)
      for (const side of order) points[side].push(await measure(side, round))
      checkSameWork(points.ours[round] as LoadPoint, points.others[round] as LoadPoint)
      const compared = { ...options, points, model: ours.model, count }
      const isDecided = round + 1 >= fewestRounds && judgeFigure(speedOf(compared)) !== 'undecided'
      if (isDecided || round + 1 >= options.rounds) return compared
    }
  }
}

const speedOf = (compared: Compared): Figure =>
  ratioOf(compared, 'tokens a second', 'tokens/s', ({ outputTokensPerSecond }) => outputTokensPerSecond, {
    atLeast: 1 - compared.threshold,
  })

function ratioOf(
  { points, model, name: others, count }: Compared,
  name: string,
  unit: string,
  read: (point: LoadPoint) => number,
  target?: Target,
): Figure {
  const ratio: Ratio = {
    name: `${name} over ${others}, ${nameClients(count)}`,
    model,
    unit,
    ours: ['ours', points.ours.map(read)],
    others: [others, points.others.map(read)],
    ...(target && { target }),
  }
  return ratioFigure(ratio)
}

/** How far one round of the same server is from the next: what this machine does to any figure. */
function noiseFigure({ points, model, name, count }: Compared): Figure {
  const speeds = points.others.map(({ outputTokensPerSecond }) => outputTokensPerSecond)
  return ratioFigure({
    name: `tokens a second of ${name} over its own round before, ${nameClients(count)}`,
    model,
    unit: 'tokens/s',
    ours: ['round', speeds.slice(1)],
    others: ['round before', speeds.slice(0, -1)],
  })
}

function checkSameWork(ours: LoadPoint, others: LoadPoint): void {
  const workOf = ({ requests, promptTokens, completionTokens }: LoadPoint) =>
    `${requests.answered} answers of ${completionTokens} tokens to prompts of ${promptTokens}`
  if (workOf(ours) === workOf(others)) return
  throw new Incomparable(`Incomparable: ours gave ${workOf(ours)}, the other ${workOf(others)}. Are weights and template the same?`)
}

import type { LoadPoint } from '../load-report.ts'
import { measurePoint, type Objectives } from './measure-point.ts'
import { type ChatShape, nameClients, planChats } from './plan-chats.ts'
import { type LoadedRequest, type LoadTarget, runClosedLoop, runOpenLoop } from './run-load.ts'

/** A server, what it is asked, and how often at once. */
export type SweepOptions = {
  target: LoadTarget
  shape: ChatShape
  objectives: Objectives
  /** Clients that wait for their answers, one load after the other. */
  clients: readonly number[]
  /** Shares of the most that clients got, as arrivals by chance; none where only clients count. */
  rateShares: readonly number[]
  /** Requests of each load; more where there are more clients. */
  requests: number
  show: (text: string) => void
}

/** A load with what it came to, and every request of it. */
export type SweptLoad = { point: LoadPoint; requests: LoadedRequest[] }

/** Each client asks at least so often, so that warm-up and cool-down are the lesser part. */
const fewestPerClient = 4

/** Measures a server at ever more clients, then at arrivals by chance around what it could do. */
export async function* sweepLoad(options: SweepOptions): AsyncGenerator<SweptLoad> {
  const { target, shape, objectives, clients, rateShares, requests, show } = options
  let seed = 1
  const measured = (load: LoadPoint['load'], requests: LoadedRequest[]): SweptLoad => ({
    point: measurePoint(load, requests, objectives),
    requests,
  })

  show('warming up')
  await runClosedLoop(target, planChats(shape, seed++, 8), 4)
  let mostPerSecond = 0
  for (const count of clients) {
    show(nameClients(count))
    const chats = planChats(shape, seed++, Math.max(requests, count * fewestPerClient))
    const swept = measured({ clients: count }, await runClosedLoop(target, chats, count))
    mostPerSecond = Math.max(mostPerSecond, swept.point.requestsPerSecond)
    yield swept
  }
  for (const share of rateShares) {
    const requestsPerSecond = mostPerSecond * share
    show(`${requestsPerSecond.toFixed(1)} requests a second`)
    const arrive = async () =>
      measured({ requestsPerSecond }, await runOpenLoop(target, planChats(shape, seed, requests * 4), requestsPerSecond, seed++))
    const first = await arrive()
    // A moment in which the machine is slow, or arrivals that come close together, look like too much; twice in a row they hardly do.
    const again = first.point.oversaturated ? await arrive() : first
    yield again.point.oversaturated ? first : again
  }
}

/**
 * The highest rate of arrivals that a server keeps up with, however long they go on; undefined where it kept up with none. Up to some rate it
 * does and beyond it does not: the one is taken that fewest of the loads speak against, the lower of two, so that one load which chance
 * made look like too much decides nothing.
 */
export function findKnee(points: readonly LoadPoint[]): LoadPoint | undefined {
  const rateOf = ({ load }: LoadPoint) => ('requestsPerSecond' in load ? load.requestsPerSecond : 0)
  const rising = points.filter((point) => rateOf(point) > 0).sort((one, other) => rateOf(one) - rateOf(other))
  const against = (keptUp: number) => rising.filter(({ oversaturated }, index) => oversaturated === index < keptUp).length
  const counts = Array.from({ length: rising.length + 1 }, (_, keptUp) => ({ keptUp, against: against(keptUp) }))
  const [best] = counts.sort((one, other) => one.against - other.against || one.keptUp - other.keptUp)
  return rising[(best?.keptUp ?? 0) - 1]
}

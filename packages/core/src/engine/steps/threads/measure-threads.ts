/** The count that runs a step fastest, and how long a step takes with it. */
export type ThreadChoice = { threads: number; stepMs: number }

/**
 * Finds how many threads a model's steps are fastest with. A tiny model is many times slower on two threads than on one, since
 * threads that wait for each other spin; a large one wants every core. Nothing but a trial tells which.
 *
 * A thread more must be worth it: on a machine that serves, the event loops of engine and parent want a core as well. And a step that one
 * thread can do in a moment is left to it, and no more is tried: on a machine that is busy just now a trial tells little, and threads
 * that wait for one which is not running take a thousand times as long. With a canary and three busy loops on two cores, two threads
 * took 4 ms for the median step and up to 1.4 s, one took 0.6 ms and at most 5; to try both cost 1.5 s of processor time.
 *
 * Counts are tried from `cores` down, and no further once one is clearly slower. Each takes 2 to 10 steps, few when they are long.
 * `timeStep` does one step with so many threads and returns its milliseconds; it reads `weightsBytes`.
 */
export async function measureThreads(
  { cores, weightsBytes }: { cores: number; weightsBytes: number },
  timeStep: (threads: number) => Promise<number>,
): Promise<ThreadChoice> {
  const mayTakeAMoment = weightsBytes <= mostBytesInAMoment
  // The first step reads the weights from the disk, which no later one does.
  await timeStep(mayTakeAMoment ? 1 : cores)
  if (mayTakeAMoment) {
    const timesMs = await timesOf(() => timeStep(1))
    if (Math.min(...timesMs) < momentMs) return { threads: 1, stepMs: median(timesMs) }
  }
  let best: ThreadChoice | undefined
  for (const threads of threadCounts(cores)) {
    const stepMs = median(await timesOf(() => timeStep(threads)))
    if (best && stepMs > best.stepMs * clearlySlower) break
    if (!best || stepMs < best.stepMs * worthAThread) best = { threads, stepMs }
  }
  return best ?? { threads: 1, stepMs: 0 }
}

/** Less than a step of any model that a second thread could help by more than a fraction of a millisecond. */
const momentMs = 1
/** A step reads all weights, and no core reads more than this from memory in a moment. */
export const mostBytesInAMoment = 64 * 1024 ** 2
const clearlySlower = 1.25
/** Fewer threads are taken as long as their steps are at most a tenth longer. */
const worthAThread = 1.1

/** All cores, one less for the event loop, then half as many each time: the step time has one minimum, so this comes near it. */
function threadCounts(cores: number): number[] {
  const counts = [cores, cores - 1]
  for (let threads = Math.floor(cores / 2); threads >= 1; threads = Math.floor(threads / 2)) counts.push(threads)
  return [...new Set(counts)].filter((threads) => threads >= 1).sort((one, other) => other - one)
}

async function timesOf(timeStep: () => Promise<number>): Promise<number[]> {
  const timesMs: number[] = []
  let totalMs = 0
  const enough = () => (timesMs.length >= 2 && totalMs >= 600) || (timesMs.length >= 3 && totalMs >= 30) || timesMs.length >= 10
  while (!enough()) {
    const timeMs = await timeStep()
    timesMs.push(timeMs)
    totalMs += timeMs
  }
  return timesMs
}

/** With too many threads single steps are fast and most are not, so a median compares them. */
const median = (timesMs: readonly number[]) => timesMs.toSorted((one, other) => one - other)[Math.floor(timesMs.length / 2)] ?? 0

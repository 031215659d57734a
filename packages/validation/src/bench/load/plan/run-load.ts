import { setTimeout as sleep } from 'node:timers/promises'
import { type StreamedChat, StreamRefused, streamChat } from '../../http/stream-chat.ts'
import { createRandom } from '../../statistics/random-source.ts'
import type { PlannedChat } from './plan-chats.ts'

/** One request of a load. */
export type LoadedRequest = {
  /** Milliseconds from the begin of the load. */
  sentMs: number
  /** Requests under way when it was sent, itself included. */
  underWay: number
  outcome: { chat: StreamedChat } | { refused: number } | { failed: string }
}

/** A server under load. */
export type LoadTarget = { url: string; model: string }

/** So many clients, each of which asks anew when it was answered, until all chats are asked. */
export async function runClosedLoop(target: LoadTarget, chats: readonly PlannedChat[], clients: number): Promise<LoadedRequest[]> {
  const load = startLoad(target)
  let next = 0
  const client = async () => {
    for (let chat = chats[next++]; chat; chat = chats[next++]) await load.send(chat)
  }
  await Promise.all(Array.from({ length: clients }, client))
  return load.requests
}

/** Chats that arrive by chance, so many a second on average, whether or not those before were answered: a Poisson process. */
export async function runOpenLoop(
  target: LoadTarget,
  chats: readonly PlannedChat[],
  requestsPerSecond: number,
  seed: number,
): Promise<LoadedRequest[]> {
  const load = startLoad(target)
  const random = createRandom(seed)
  const answers: Promise<void>[] = []
  let atMs = 0
  for (const chat of chats) {
    atMs += (-Math.log(random() / 2 ** 32) * 1_000) / requestsPerSecond
    await sleep(Math.max(0, atMs - load.elapsedMs()))
    answers.push(load.send(chat))
  }
  await Promise.all(answers)
  return load.requests
}

function startLoad({ url, model }: LoadTarget) {
  const startedMs = performance.now()
  const elapsedMs = () => performance.now() - startedMs
  const requests: LoadedRequest[] = []
  let underWay = 0
  const send = async ({ messages, maxTokens }: PlannedChat) => {
    underWay += 1
    const sent = { sentMs: elapsedMs(), underWay }
    const index = requests.push({ ...sent, outcome: { failed: 'It has not ended.' } }) - 1
    try {
      const chat = await streamChat(url, { model, messages, max_tokens: maxTokens, ignore_eos: true })
      requests[index] = { ...sent, outcome: { chat } }
    } catch (error) {
      const refused = error instanceof StreamRefused && (error.status === 429 || error.status === 503)
      requests[index] = { ...sent, outcome: refused ? { refused: error.status } : { failed: (error as Error).message } }
    }
    underWay -= 1
  }
  return { requests, elapsedMs, send }
}

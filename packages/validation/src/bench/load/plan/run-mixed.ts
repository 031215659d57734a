import { type MixedRequest, requestMix } from '../../../asking/load/request-mix.ts'
import { sendRequest } from '../../../subject/server-process/send-request.ts'
import { createRandom } from '../../statistics/random-source.ts'
import type { LoadReport } from '../load-report.ts'
import type { LoadTarget } from './run-load.ts'

/** One request of a mixed load, from the begin of the load. */
export type MixedSpan = NonNullable<LoadReport['mixed']>[number]

/** So many clients that ask in turn for whatever chance gives them, of what the server answers at all. */
export async function runMixed(
  { url, model }: LoadTarget,
  { clients, requests }: { clients: number; requests: number },
): Promise<MixedSpan[]> {
  const send = ({ path, body }: MixedRequest) => sendRequest(url + path, { body, deadlineMs: 600_000 })
  const answered: MixedRequest[] = []
  for (const one of requestMix(model, undefined)) if ((await send(one)).status === 200) answered.push(one)
  const random = createRandom(1)
  const startedMs = performance.now()
  const spans: MixedSpan[] = []
  let left = requests
  const client = async () => {
    while (left-- > 0) {
      const one = answered[random() % answered.length] as MixedRequest
      const sentMs = performance.now() - startedMs
      await send(one)
      spans.push({ kind: one.kind, sentMs, durationMs: performance.now() - startedMs - sentMs })
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return spans.sort((one, other) => one.sentMs - other.sentMs)
}

import type { Router } from '@honestai/core'
import { z } from 'zod'
import { modelResponse, toModelWithState } from '../openai/models/models.ts'
import { findModel } from '../shared/parse-body.ts'

/** The body of `POST /v1/models/:id/load` and of `/unload`, which may be left out. */
export const loadRequest = z.object({
  stream: z.boolean().nullish().describe('Tells the progress as events; absent, the header Accept decides.'),
})

/** One event of a streamed load; `load-end` or `error` comes last. */
export const loadEventResponse = z.discriminatedUnion('type', [
  z.object({ type: z.literal('load-progress'), progress: z.number().min(0).max(1) }),
  z.object({ type: z.literal('load-end'), model: modelResponse }),
  z.looseObject({ type: z.literal('error') }),
])

type LoadEvent = { type: 'load-progress'; progress: number } | { type: 'load-end'; model: z.infer<typeof modelResponse> }

/** Loads a model and tells how far it is. Who leaves stops waiting, and the load goes on. */
export async function* loadEvents(router: Router, id: string, signal: AbortSignal): AsyncGenerator<LoadEvent> {
  let progress = 0
  let news = Promise.withResolvers<void>()
  const onProgress = (share: number) => {
    progress = share
    news.resolve()
  }
  let isLoading = true
  const loading = router.load(id, { onProgress, signal }).finally(() => {
    isLoading = false
    news.resolve()
  })
  // Its failure is told below, when the client has taken what was told before.
  loading.catch(() => {})
  yield { type: 'load-progress', progress }
  for (;;) {
    await news.promise
    if (!isLoading) break
    news = Promise.withResolvers()
    yield { type: 'load-progress', progress }
  }
  await loading
  yield { type: 'load-end', model: toModelWithState(await findModel(router, id)) }
}

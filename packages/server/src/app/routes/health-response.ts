import { z } from 'zod'
import { errorResponse } from '../../errors/error-response.ts'

const error = { code: errorResponse.shape.error.shape.code, message: z.string(), steps: z.array(z.string()) }

const model = z.looseObject({
  id: z.string(),
  abilities: z.array(z.enum(['chat', 'embed'])),
  state: z.enum(['unloaded', 'loading', 'ready', 'failed', 'recovering']),
  progress: z.number().min(0).max(1).optional().describe('Of a load.'),
  error: z.looseObject(error).optional().describe('Why a model is failed or recovering.'),
  lastLoad: z.object({ at: z.string(), durationMs: z.number() }).nullable(),
  slots: z.object({ active: z.int(), total: z.int() }),
  queue: z.object({ waiting: z.int(), limit: z.int() }),
  restarts: z.int(),
  sandbox: z.array(z.string()),
})

/** The answer of `GET /livez`. */
export const livezResponse = z.object({ status: z.literal('ok') })

/** The answer of `GET /readyz` with status 200. */
export const readyzResponse = z.object({ status: z.literal('ready') })

/** The answer of `GET /readyz` with status 503. */
export const unreadyResponse = z.object({ status: z.literal('not-ready'), reason: z.string() })

/** The answer of `GET /health`. */
export const healthResponse = z.object({
  status: z.enum(['ready', 'degraded', 'not-ready']),
  reason: z.string().optional().describe('Why the server is not ready.'),
  version: z.string(),
  models: z.array(model),
  recentErrors: z.array(z.object({ at: z.string(), ...error })).describe('The last errors of the server, latest first, each once.'),
})

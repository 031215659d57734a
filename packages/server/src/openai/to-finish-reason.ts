import type { EndReason } from '@honestai/core'
import { z } from 'zod'

const finishReasons = { stop: 'stop', length: 'length', 'tool-calls': 'tool_calls' } as const satisfies Record<EndReason, string>

/** Why an answer ended, in OpenAI's words. */
export const finishReason = z.enum(Object.values(finishReasons))

/** Why an answer ended, in OpenAI's words. */
export const toFinishReason = (reason: EndReason) => finishReasons[reason]

import type { Router } from '@honestai/core'
import { z } from 'zod'

const duration = /^-?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$|^-?\d+$/

/** How long a model is to stay loaded: seconds, or a text such as `5m`. */
export const keepAlive = z
  .union([z.number(), z.string().regex(duration, 'expected seconds, or a text such as 5m')])
  .nullish()
  .describe('0 unloads the model when nobody uses it any more; how long it stays otherwise, the config says.')

type KeepAlive = z.infer<typeof keepAlive>

/** Whether it asks that nothing stays loaded. */
export const isOver = (asked: KeepAlive): boolean => asked != null && Number.parseFloat(String(asked)) === 0

/** What of it is not done. */
export const warningsOf = (asked: KeepAlive): string[] =>
  asked == null || isOver(asked)
    ? []
    : ['"keep_alive" changed nothing: how long a model stays loaded, says its keepAliveSeconds in the config.']

/** Unloads a model once nobody uses it, where that was asked for; nobody waits for it. */
export function letGo(router: Router, model: string, asked: KeepAlive): void {
  // What fails then shows in the state of the model.
  if (isOver(asked)) void router.unload(model).catch(() => {})
}

import type { ServerParts } from './build-server.ts'

type Logger = NonNullable<ServerParts['logger']>

/** Keeps what is logged until it is released, in its order; what never is, is never written. */
export function holdLog(logger: Logger): { logger: Logger; release(): void } {
  if (typeof logger === 'boolean' || !('stream' in logger) || !logger.stream) return { logger, release: () => {} }
  const { stream } = logger
  let held: string[] | undefined = []
  return {
    logger: { ...logger, stream: { write: (line) => void (held ? held.push(line) : stream.write(line)) } },
    release() {
      for (const line of held ?? []) stream.write(line)
      held = undefined
    },
  }
}

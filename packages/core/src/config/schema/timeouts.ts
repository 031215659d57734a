import { z } from 'zod'

const limitMs = (describe: string) => z.int().positive().max(2_147_483_647).optional().describe(describe)

/** How long a request may take in each phase, in milliseconds. What is absent has no limit, but for readers. */
export const timeouts = z.strictObject({
  queueMs: limitMs('From its arrival until it gets a slot.'),
  firstTokenMs: limitMs('From its slot until its first event, a load of the model included.'),
  interTokenMs: limitMs('From one event to the next, while its reader waits. A tool call is one event.'),
  clientStallMs: limitMs('From an event until its reader, such as a client of the server, asks for the next.').default(60_000),
  totalMs: limitMs('From its arrival until its end.'),
})

/** Limits of one request by phase, in milliseconds. What is absent has no limit, but for readers. */
export type Timeouts = z.input<typeof timeouts>

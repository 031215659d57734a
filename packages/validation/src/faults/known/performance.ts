import type { Fault } from '../fault.ts'
import { slowerSteps } from '../slower-steps.ts'

const serverSentEvents = 'packages/server/src/chat/server-sent-events.ts'
const sendEach = 'for await (const event of events) yield'

/** Faults that the checks of `performance` must notice. */
export const performanceFaults: readonly Fault[] = [
  {
    check: 'performance/http-costs-little-over-the-engine',
    fault: 'Every piece of a stream is held back for some milliseconds.',
    file: serverSentEvents,
    find: sendEach,
    replace: 'for await (const event of events) await new Promise((resolve) => setTimeout(resolve, 5)), yield',
  },
  {
    check: 'performance/streaming-really-streams',
    fault: 'A stream is sent only when it is whole.',
    file: serverSentEvents,
    find: sendEach,
    replace: 'for (const event of await Array.fromAsync(events)) yield',
  },
  {
    check: 'performance/coalescing-fools-no-figure',
    fault: 'The bench takes what arrives together for one token.',
    file: 'packages/validation/src/bench/load/plan/token-times.ts',
    find: 'return { gapMs, tokens: tokensOf(events) }',
    replace: 'return { gapMs, tokens: events > 0 ? 1 : tokensOf(events) }',
  },
  {
    check: 'performance/no-commit-costs-a-tenth',
    fault: 'Each step of an engine takes a tenth longer.',
    ...slowerSteps(0.1),
  },
]

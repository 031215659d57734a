import type { Fault } from '../fault.ts'
import { slowerSteps } from '../slower-steps.ts'

const toServerSentEvents = 'packages/server/src/chat/with-pings.ts'
const sendEach = 'for await (const chunk of chunks) yield'

/** Faults that the checks of `performance` must notice. */
export const performanceFaults: readonly Fault[] = [
  {
    check: 'performance/http-costs-little-over-the-engine',
    fault: 'Every piece of a stream is held back for some milliseconds.',
    file: toServerSentEvents,
    find: sendEach,
    replace: 'for await (const chunk of chunks) await new Promise((resolve) => setTimeout(resolve, 5)), yield',
  },
  {
    check: 'performance/streaming-really-streams',
    fault: 'A stream is sent only when it is whole.',
    file: toServerSentEvents,
    find: sendEach,
    replace: 'for (const chunk of await Array.fromAsync(chunks)) yield',
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

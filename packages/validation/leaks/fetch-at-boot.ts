import { leakOutcome } from './leak-outcome.ts'

await leakOutcome(() => fetch('http://192.0.2.1/started', { signal: AbortSignal.timeout(300) }))

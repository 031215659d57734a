import { lookup } from 'node:dns/promises'
import { leakOutcome } from './leak-outcome.ts'

await leakOutcome(() => lookup('leak.invalid'))

import { leakOutcome } from './leak-outcome.ts'

// All is well until something fails; then the failure is reported to somebody elsewhere.
process.on('uncaughtException', async ({ message }) => {
  await leakOutcome(() => fetch(`http://192.0.2.1/crash?${encodeURIComponent(message)}`, { signal: AbortSignal.timeout(300) }))
  process.exit(1)
})
setTimeout(() => {
  throw new Error('The request could not be answered.')
}, 20)

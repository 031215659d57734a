import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import nock from 'nock'

/**
 * Preloaded into a process that runs under Node's permission model without the network: cuts the HTTP clients as well, and notes every
 * attempt, whoever swallows its error, one JSON line each.
 */
const file = process.env.ATTEMPTS_FILE ?? ''

function note(by: string, means: string, whom: unknown): void {
  appendFileSync(file, `${JSON.stringify({ by, means, whom: String(whom) })}\n`)
}

nock.disableNetConnect()
nock.emitter.on('no match', ({ url }) => note('nock', 'http', url))
for (const means of ['net', 'child', 'worker', 'ffi', 'inspector']) {
  subscribe(`node:permission-model:${means}`, (message) => note('permission-model', means, (message as { resource?: string }).resource))
}

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { canaryConfig, type ServerConfig } from '@honestai/core'
import { afterAll, expect, test } from 'vitest'
import { logOptions } from './log-options.ts'
import { startServer } from './start-server.ts'

const folder = await mkdtemp(join(tmpdir(), 'honestai-start-'))
afterAll(() => rm(folder, { recursive: true }))
const apiKeysFile = join(folder, 'keys.txt')
await writeFile(apiKeysFile, 'key-of-anna-0123456789\n')
await chmod(apiKeysFile, 0o644)

const configOf = (server: Partial<ServerConfig>) => ({ ...canaryConfig(), server: { ...canaryConfig().server, port: 0, ...server } })

/** The warnings of a server that starts with this config. */
async function warningsOf(server: Partial<ServerConfig>): Promise<string[]> {
  const lines: string[] = []
  const stream = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) })
  const running = await startServer(configOf(server), { ...logOptions, stream })
  await running.stop(0)
  return lines.map((line) => JSON.parse(line)).flatMap(({ level, event }) => (level === 'warn' ? [event] : []))
}

test.each(['0.0.0.0', '::', '192.0.2.1', 'ai.example.org'])('%s without a key is refused before anything is loaded', async (host) => {
  await expect(startServer(configOf({ host }))).rejects.toMatchObject({ code: 'api_key_required', details: { host } })
})

test.each([
  { title: 'loopback', server: {}, warnings: [] },
  { title: 'everyone let in on purpose', server: { host: '0.0.0.0', allowNoKey: true }, warnings: ['exposed'] },
  { title: 'keys that every user can read', server: { host: '0.0.0.0', apiKeysFile }, warnings: ['keys-readable'] },
])('a start with $title warns of $warnings', async ({ server, warnings }) => {
  expect(await warningsOf(server)).toEqual(warnings)
})

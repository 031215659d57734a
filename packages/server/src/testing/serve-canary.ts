import { canaryConfig } from '@honestai/core'
import { afterAll, vi } from 'vitest'
import { startServer } from '../app/start-server.ts'

/** Serves the embedded weights on a free port for the tests of a file; returns the server's address. */
export async function serveCanary(): Promise<string> {
  // Real weights on a machine that may be busy with other work.
  vi.setConfig({ testTimeout: 120_000 })
  const config = canaryConfig()
  const server = await startServer({ ...config, server: { ...config.server, port: 0 } })
  afterAll(() => server.stop(0), 60_000)
  // On a starved machine the watchdog may end a first load.
  await server.router.load('canary').catch(() => server.router.load('canary'))
  return server.url
}

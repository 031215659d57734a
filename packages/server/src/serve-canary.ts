import { canaryConfig } from '@honestai/core'
import { afterAll } from 'vitest'
import { startServer } from './start-server.ts'

/** Serves the embedded weights on a free port for the tests of a file; returns the server's address. */
export async function serveCanary(): Promise<string> {
  const config = canaryConfig()
  const server = await startServer({ ...config, server: { ...config.server, port: 0 } })
  afterAll(() => server.stop(0))
  return server.url
}

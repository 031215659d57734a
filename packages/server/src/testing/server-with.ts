import { canaryConfig, type Router } from '@honestai/core'
import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { buildServer, type ServerParts } from '../app/build-server.ts'
import { createFakeRouter } from './fake-router.ts'

/** A server before a fake router with these methods of its own, for the embedded weights and without keys. */
export const serverWith = (overrides: Partial<Router> = {}, parts: Partial<ServerParts> = {}): FastifyInstance =>
  buildServer({ router: createFakeRouter(overrides), config: canaryConfig(), ...parts })

/** Such a server that listens until the test has ended, and where. */
export async function listening(overrides: Partial<Router> = {}, parts: Partial<ServerParts> = {}) {
  const app = serverWith(overrides, parts)
  onTestFinished(() => app.close())
  return { app, url: await app.listen({ port: 0, host: '127.0.0.1' }) }
}

import { type Config, createRouter } from '@honestai/core'
import { buildServer } from '@honestai/server'

/** A route with its parameters filled in. */
export type Route = { method: string; path: string }

/** Every route of the server as it is assembled, so that none can be forgotten. */
export async function listRoutes(config: Config): Promise<Route[]> {
  await using router = createRouter(config)
  const app = buildServer({ router, config })
  const routes: Route[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat())
      if (name !== 'HEAD' && name !== 'OPTIONS') routes.push({ method: name, path: url.replaceAll(/:\w+/g, 'x') })
  })
  await app.ready()
  await app.close()
  return routes
}

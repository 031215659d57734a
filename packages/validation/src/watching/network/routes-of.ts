import { type Config, createRouter } from '@honestai/core'
import { buildServer } from '@honestai/server'

/** A route of the server, as it is registered. */
export type Route = { method: string; url: string }

/** Every route that the server has, asked of the server itself, so that no new one is forgotten. */
export async function routesOf(config: Config): Promise<Route[]> {
  const router = createRouter(config)
  const app = buildServer({ router, config })
  const routes: Route[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) if (!/^(HEAD|OPTIONS)$/.test(name)) routes.push({ method: name, url })
  })
  await app.ready()
  await app.close()
  await router[Symbol.asyncDispose]()
  return routes.toSorted((a, b) => `${a.url} ${a.method}`.localeCompare(`${b.url} ${b.method}`))
}

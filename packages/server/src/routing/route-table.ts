import type { FastifyRequest, RouteOptions } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { ErrorShape } from '../errors/error-shape.ts'
import type { RouteDescription } from './route-description.ts'

declare module 'fastify' {
  interface FastifyInstance {
    routeTable: RouteTable
  }
}

/** A route as it is registered, with `:name` for a parameter, and what it says of itself. */
export type Route = { method: string; path: string; errorShape: ErrorShape; description: RouteDescription | undefined }

/** The routes that are registered so far. */
export class RouteTable {
  readonly routes: Route[] = []
  readonly #usual: ErrorShape

  /** @param usual the shape of errors where no route says another */
  constructor(usual: ErrorShape) {
    this.#usual = usual
  }

  add({ method, url, config = {} }: Pick<RouteOptions, 'method' | 'url' | 'config'>): void {
    const { errorShape = this.#usual } = config
    const description = isDescribed(config) ? config : undefined
    for (const name of [method].flat()) this.routes.push({ method: name, path: url, errorShape, description })
  }

  /** The methods that an address takes. */
  methodsOf(path: string): string[] {
    const segments = path.split('/')
    return this.routes.filter((route) => isSame(route.path.split('/'), segments)).map(({ method }) => method)
  }

  /** How the route of a request tells errors. */
  errorShapeOf({ is404, routeOptions, url }: FastifyRequest): ErrorShape {
    return is404 ? this.errorShapeNear(url) : (routeOptions.config.errorShape ?? this.#usual)
  }

  /** How an address tells errors that may have no route: as the nearest route above it. */
  errorShapeNear(url: string): ErrorShape {
    const segments = (url.split('?')[0] ?? '').split('/')
    const above = this.routes.filter(({ path }) => {
      const names = path.split('/')
      return isSame(names, segments.slice(0, names.length))
    })
    const [nearest] = above.toSorted((one, other) => other.path.split('/').length - one.path.split('/').length)
    return nearest?.errorShape ?? this.#usual
  }
}

const isDescribed = (config: Partial<RouteDescription>): config is RouteDescription =>
  config.group !== undefined && config.summary !== undefined

const isSame = (names: readonly string[], segments: readonly string[]): boolean =>
  names.length === segments.length && names.every((name, index) => name.startsWith(':') || name === segments[index])

/** Keeps the table of the routes that are registered after it. */
export const routeTable = fastifyPlugin<{ usualErrors: ErrorShape }>(async (app, { usualErrors }) => {
  const table = new RouteTable(usualErrors)
  app.decorate('routeTable', table)
  app.addHook('onRoute', (route) => table.add(route))
})

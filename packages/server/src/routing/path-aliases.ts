import fastifyPlugin from 'fastify-plugin'

/** Serves each route that says so at its other addresses too, under the same description. */
export const pathAliases = fastifyPlugin(async (app) => {
  app.addHook('onRoute', function addAliases({ method, handler, config }) {
    // HEAD comes with each GET by itself.
    if (method === 'HEAD') return
    for (const url of config?.alsoAt ?? []) this.route({ method, url, handler, config: { ...config, alsoAt: [] } })
  })
})

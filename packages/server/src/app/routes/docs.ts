import { configJsonSchema } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { renderErrorDocs } from '../../pages/render-error-docs.ts'
import { docHeaders } from '../../pages/render-page.ts'

/** `GET /docs/errors` and `GET /docs/config.schema.json`: what explains the server, from the server, so that it is at hand offline. */
export const docs: FastifyPluginAsync = async (app) => {
  const config = { always: true, withoutKey: true }
  const page = renderErrorDocs()
  const schema = JSON.stringify(configJsonSchema(), null, 2)
  app.get('/docs/errors', { config }, async (_request, reply) => reply.headers(docHeaders).send(page))
  app.get('/docs/config.schema.json', { config }, async (_request, reply) =>
    reply.type('application/schema+json; charset=utf-8').send(schema),
  )
}

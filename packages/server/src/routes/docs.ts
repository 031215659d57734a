import type { FastifyPluginAsync } from 'fastify'
import { renderErrorDocs } from '../render-error-docs.ts'

/** `GET /docs/errors`. */
export const docs: FastifyPluginAsync = async (app) => {
  const page = renderErrorDocs()
  app.get('/docs/errors', { config: { always: true, withoutKey: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page),
  )
}

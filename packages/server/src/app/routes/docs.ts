import { configJsonSchema } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { renderErrorDocs } from '../../pages/render-error-docs.ts'
import { docHeaders } from '../../pages/render-page.ts'
import { described } from '../../routing/route-description.ts'

const openBecause = 'It is the same for every server of this version, and needed by who has no key yet.'

/** `GET /docs/errors` and `GET /docs/config.schema.json`: what explains the server, from the server, so that it is at hand offline. */
export const docs: FastifyPluginAsync = async (app) => {
  const page = renderErrorDocs()
  const schema = JSON.stringify(configJsonSchema(), null, 2)
  app.get(
    '/docs/errors',
    described({
      group: 'Pages',
      summary: 'Every error with its steps.',
      mediaType: 'text/html',
      openBecause,
      always: true,
    }),
    async (_request, reply) => reply.headers(docHeaders).send(page),
  )
  app.get(
    '/docs/config.schema.json',
    described({
      group: 'Operation',
      summary: 'The JSON Schema of a config.',
      mediaType: 'application/schema+json',
      openBecause,
      always: true,
    }),
    async (_request, reply) => reply.type('application/schema+json; charset=utf-8').send(schema),
  )
}

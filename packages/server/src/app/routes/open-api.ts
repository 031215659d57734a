import type { FastifyPluginAsync } from 'fastify'
import { openApiDocument } from '../../openapi/openapi-document.ts'
import { renderApiDocs } from '../../openapi/render-api-docs.ts'
import { docHeaders } from '../../pages/render-page.ts'

/** `GET /openapi.json`, and the same to read at `GET /docs/api`. */
export const openApi: FastifyPluginAsync = async (app) => {
  const config = { always: true, withoutKey: true }
  // Made when it is first asked for: a server that starts has something else to do.
  let made: { document: string; page: string } | undefined
  const make = () => {
    const document = openApiDocument()
    return { document: JSON.stringify(document, null, 2), page: renderApiDocs(document) }
  }
  app.get('/openapi.json', { config }, async (_request, reply) => {
    made ??= make()
    return reply.type('application/json; charset=utf-8').send(made.document)
  })
  app.get('/docs/api', { config }, async (_request, reply) => {
    made ??= make()
    return reply.headers(docHeaders).send(made.page)
  })
}

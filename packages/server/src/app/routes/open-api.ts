import type { FastifyPluginAsync } from 'fastify'
import { buildOpenApi } from '../../openapi/build-openapi.ts'
import { renderApiDocs } from '../../openapi/render-api-docs.ts'
import { docHeaders } from '../../pages/render-page.ts'
import { described } from '../../routing/route-description.ts'

const openBecause = 'It is the same for every server of this version.'

/** `GET /openapi.json`, and the same to read at `GET /docs/api`. */
export const openApi: FastifyPluginAsync = async (app) => {
  // Made when it is first asked for: a server that starts has something else to do.
  let made: { document: string; page: string } | undefined
  const make = () => {
    const document = buildOpenApi(app.routeTable.routes)
    return { document: JSON.stringify(document, null, 2), page: renderApiDocs(document) }
  }
  app.get(
    '/openapi.json',
    described({
      group: 'Operation',
      summary: 'This document.',
      openBecause,
      always: true,
    }),
    async (_request, reply) => {
      made ??= make()
      return reply.type('application/json; charset=utf-8').send(made.document)
    },
  )
  app.get(
    '/docs/api',
    described({
      group: 'Pages',
      summary: 'This document, to read.',
      mediaType: 'text/html',
      openBecause,
      always: true,
    }),
    async (_request, reply) => {
      made ??= make()
      return reply.headers(docHeaders).send(made.page)
    },
  )
}

import { readFileSync } from 'node:fs'
import type { FastifyPluginAsync } from 'fastify'
import { described } from '../../routing/route-description.ts'

const files = {
  '/': { name: 'page.html', type: 'text/html', summary: 'Status page.' },
  '/status-page/page.css': { name: 'page.css', type: 'text/css', summary: 'Style of the status page.' },
  '/status-page/page.js': { name: 'page.js', type: 'text/javascript', summary: 'Script of the status page.' },
  '/status-page/read-answer.js': { name: 'read-answer.js', type: 'text/javascript', summary: 'Script of the status page.' },
}
const openBecause = 'A browser sends no key with a page; what the page shows, it asks for with one.'

/** The page runs what this server sends and asks nobody else, whatever gets into it. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

/** `GET /`: what the models do, the last errors, and a box to try a prompt. What it shows, it asks of `/health`, with a key where one is needed. */
export const statusPage: FastifyPluginAsync = async (app) => {
  for (const [url, { name, type, summary }] of Object.entries(files)) {
    const content = readFileSync(new URL(`../../pages/status-page/${name}`, import.meta.url))
    app.get(url, described({ group: 'Pages', summary, mediaType: type, openBecause, always: true }), async (_request, reply) =>
      reply
        .headers({ 'content-security-policy': policy, 'cache-control': 'no-cache', 'referrer-policy': 'no-referrer' })
        .type(`${type}; charset=utf-8`)
        .send(content),
    )
  }
}

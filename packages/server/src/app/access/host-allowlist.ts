import { routerError, type ServerConfig } from '@honestai/core'
import fastifyPlugin from 'fastify-plugin'
import { createHostRule } from './create-host-rule.ts'

/**
 * Answers only requests that name a host this server is known by. Else a web page could point a name of its own at this machine and
 * talk to the server as if it were the page's own (DNS rebinding). The status is 421, which HTTP has for a request that was sent to a
 * server that does not answer for that host; 403 would say that the caller lacks a right.
 */
export const hostAllowlist = fastifyPlugin<Pick<ServerConfig, 'host' | 'allowedHosts'>>(async (app, config) => {
  const isAnswered = createHostRule(config)
  app.addHook('onRequest', async ({ headers: { host }, raw: { httpVersion, rawHeaders, url = '/' } }) => {
    if (host === undefined) {
      // No browser speaks HTTP/1.0, where the header may be absent.
      if (httpVersion === '1.0') return
      throw routerError('invalid_request', { param: 'Host', problem: 'HTTP/1.1 requires this header' })
    }
    // Node keeps the first; a proxy in front may have looked at the second.
    if (rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length > 1) {
      throw routerError('invalid_request', { param: 'Host', problem: 'the header is there more than once' })
    }
    // A URL with a host of its own, as for a proxy, overrules the header.
    const named = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1] ?? host
    if (!isAnswered(named)) throw routerError('host_not_allowed', { host: named.slice(0, 200) })
  })
})

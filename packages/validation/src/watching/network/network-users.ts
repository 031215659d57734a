import type { NetworkUse } from './find-network-uses.ts'

const starting = 'Starts other programs.'

/** Who may hold a way out, by what means, and why. Whoever is found and is not here is a fault; so is a line that nobody fits. */
export const networkUsers: readonly (NetworkUse & { why: string })[] = [
  {
    user: 'packages/core/src/models/pull/create-hub-fetch.ts',
    means: 'fetch',
    why: 'The only code that dials: `pull` fetches weights with it.',
  },
  { user: '@huggingface/hub', means: 'fetch', why: 'Speaks to the hub for `pull`, through the fetch that it is given.' },
  { user: '@huggingface/hub', means: 'XMLHttpRequest', why: 'Uploads from a browser. Nothing here uploads, and Node has no such global.' },
  {
    user: 'packages/core/src/engine/process/sandbox.ts',
    means: 'node:child_process',
    why: `${starting} It tries whether the kernel lets it make a sandbox.`,
  },
  {
    user: 'packages/core/src/engine/process/spawn-engine.ts',
    means: 'node:child_process',
    why: `${starting} The engine, behind its sandbox.`,
  },
  {
    user: 'packages/server/src/app/access/create-host-rule.ts',
    means: 'node:net',
    why: 'Tells whether a text is an address, and one of loopback; opens nothing.',
  },
  { user: 'fastify', means: 'node:http', why: 'The server listens with it.' },
  { user: 'fastify', means: 'node:https', why: 'Would listen with TLS, if it were configured.' },
  { user: 'fastify', means: 'node:http2', why: 'Would listen with HTTP/2, if it were configured.' },
  {
    user: 'fastify',
    means: 'node:dns',
    why: 'Looks up "localhost" where it is told to listen on that name; the server is given an address.',
  },
  { user: 'prom-client', means: 'node:cluster', why: 'Joins the metrics of several processes; this server is one.' },
  { user: 'prom-client', means: 'node:http', why: 'Pushes metrics to a gateway, which nothing here asks for: metrics are only read.' },
  { user: 'prom-client', means: 'node:https', why: 'The same, with TLS.' },
  { user: 'light-my-request', means: 'node:http', why: 'Requests that tests put into a server without a socket.' },
  { user: 'lru-cache', means: 'fetch', why: 'A method of its own with that name; it knows no address.' },
  {
    user: 'commander',
    means: 'node:child_process',
    why: `${starting} Subcommands that are programs of their own, of which there are none.`,
  },
]

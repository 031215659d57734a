import type { RunningServer } from '../subject/server-process/running-server.ts'

/** The places of the page of errors as the server itself serves it. */
export async function readDocsAnchors(server: RunningServer): Promise<string[]> {
  const { text } = await server.request('/docs/errors')
  return [...text.matchAll(/ id="([a-z_]+)"/g)].map(([, id = '']) => id)
}

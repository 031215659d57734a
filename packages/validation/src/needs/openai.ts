import type { OpenAI } from 'openai'
import type { RunningServer } from '../server-process/running-server.ts'

/** The official client of the registry, pointed at the server with nothing but its address and any key. */
export async function openaiNeed({ server }: { server: RunningServer }): Promise<OpenAI> {
  const { default: OpenAI } = await import('openai')
  return new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'any', maxRetries: 0, timeout: 20_000 })
}

import type { ModelHealth, Router } from '@honestai/core'

/** What `serve` prints once it serves: where, which models, and a request to paste. */
export async function describeStart(url: string, router: Router): Promise<string> {
  const models = router.models()
  const width = Math.max(...models.map(({ id }) => id.length))
  const lines = models.map(({ id, abilities }) => `  ${id.padEnd(width)}  ${abilities.join(', ') || 'not usable; see /health'}`)
  return `HonestAI Local serves on ${url}\n\nModels\n${lines.join('\n')}\n\nTry it\n${exampleRequest(url, await router.health())}\n`
}

function exampleRequest(url: string, models: ModelHealth[]): string {
  const usable = models.filter(({ state }) => state !== 'failed')
  const chat = usable.find(({ abilities }) => abilities.includes('chat'))
  // The canary's world is small; this is in it.
  if (chat)
    return curl(url, 'chat/completions', { model: chat.id, messages: [{ role: 'user', content: 'What is the capital of France?' }] })
  return curl(url, 'embeddings', { model: usable[0]?.id, input: 'What is the capital of France?' })
}

const curl = (url: string, path: string, body: object) =>
  `  curl ${reachable(url)}/v1/${path} \\\n    -H 'Content-Type: application/json' \\\n    -d '${JSON.stringify(body)}'`

// A wildcard address is for listening; to reach it, a client names the loopback.
const reachable = (url: string) => url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')

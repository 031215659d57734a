import type { ModelHealth, Router } from '@honestai/core'

/** What `serve` prints once it serves: where, which models, what of them deserves attention, and a request to paste. */
export async function describeStart(
  url: string,
  router: Router,
  { asksForKey = false, warnings = [] }: { asksForKey?: boolean; warnings?: readonly string[] } = {},
): Promise<string> {
  const models = router.models()
  const width = Math.max(...models.map(({ id }) => id.length))
  const lines = models.map(({ id, abilities }) => `  ${id.padEnd(width)}  ${abilities.join(', ') || 'not usable; see /health'}`)
  const attention = warnings.length > 0 ? `\n\nWarnings\n${warnings.map((warning) => `  ${warning}`).join('\n')}` : ''
  return `HonestAI Local serves on ${url}\n\nModels\n${lines.join('\n')}${attention}\n\nTry it\n${exampleRequest(url, await router.health(), asksForKey)}\n`
}

function exampleRequest(url: string, models: ModelHealth[], asksForKey: boolean): string {
  const usable = models.filter(({ state }) => state !== 'failed')
  const chat = usable.find(({ abilities }) => abilities.includes('chat'))
  // The canary's world is small; this is in it.
  const question = 'What is the capital of France?'
  const [path, body] = chat
    ? ['chat/completions', { model: chat.id, messages: [{ role: 'user', content: question }] }]
    : ['embeddings', { model: usable[0]?.id, input: question }]
  const lines = [
    `curl ${reachable(url)}/v1/${path}`,
    "-H 'Content-Type: application/json'",
    ...(asksForKey ? ["-H 'Authorization: Bearer YOUR_KEY'"] : []),
    `-d '${JSON.stringify(body)}'`,
  ]
  return `  ${lines.join(' \\\n    ')}`
}

// A wildcard address is for listening; to reach it, a client names the loopback.
const reachable = (url: string) => url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')

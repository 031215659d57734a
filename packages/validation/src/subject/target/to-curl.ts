import { redact } from '../../base/redact.ts'

/** A request that somebody wants to send again from a shell. */
export type CurlRequest = {
  /** Where the server is; null for one that the gate started, which is elsewhere the next time: then the variable TARGET says it. */
  base: string | null
  path: string
  method?: string | undefined
  headers?: Readonly<Record<string, string>> | undefined
  body?: unknown
  /** Seconds after which the client leaves. */
  leavesAfterSeconds?: number | undefined
}

/** Headers whose values stay out of reports, and the shell variable that stands in their place. */
const secret: Record<string, string> = { authorization: '"authorization: Bearer $HONESTAI_TARGET_KEY"' }

/** The command that sends a request as the gate did. Secrets are left to a variable of the shell. */
export function toCurl({ base, path, method, headers = {}, body, leavesAfterSeconds }: CurlRequest): string {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const all = { ...(text === undefined || 'content-type' in headers ? {} : { 'content-type': 'application/json' }), ...headers }
  return [
    'curl -sS -i -N',
    ...(method && method !== (text === undefined ? 'GET' : 'POST') ? [`-X ${method}`] : []),
    ...(leavesAfterSeconds ? [`--max-time ${leavesAfterSeconds}`] : []),
    ...Object.entries(all).map(([name, value]) => `-H ${secret[name.toLowerCase()] ?? quote(`${name}: ${value}`)}`),
    ...(text === undefined ? [] : [`--data-binary ${quoteBody(text)}`]),
    base === null ? `"$TARGET"${quote(path)}` : quote(base + path),
  ].join(' ')
}

/** Some servers name a model by its path, which a report does not carry off this machine: then the variable MODEL says it. */
function quoteBody(text: string): string {
  const [, before = '', path = '', after = ''] = /^(.*?"model":")(\/[^"\\]*)(".*)$/s.exec(text) ?? []
  return redact(path) === path ? quote(text) : `${quote(before)}"$MODEL"${quote(after)}`
}

/** In a POSIX shell nothing is special between single quotes. */
const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

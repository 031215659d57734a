import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { ErrorCode } from '@honestai/core'
import { splitInTwo } from '@honestai/core/testing'
import { weightsToSpoil } from '../../subject/damaged-copy.ts'
import { type ErrorCase, secret } from '../error-case.ts'
import { seenInCommand } from '../seen-error.ts'
import { atInfo, atStore, refuse, sendBeginning, unlessNewToken } from './hub-answers.ts'
import { pullAgain, pullInstead, type Remedy, runSteps } from './hub-remedies.ts'
import { pullTwice, refuseRange, serveFromCache, stall, stopPull } from './hub-scenarios.ts'
import { type VisitOptions, visitHub } from './hub-visit.ts'

const withToken = { HF_TOKEN: secret }

/** A pull that fails: what the hub does, what the reader has set, and how it is mended. */
const pulls = (
  code: ErrorCode,
  title: string,
  { remedy, environment, ...visitOptions }: VisitOptions & { remedy: Remedy; environment?: Record<string, string> },
): ErrorCase => ({
  code,
  title,
  async provoke(context) {
    const visit = await visitHub(context, visitOptions)
    const attempt = async () => seenInCommand(await visit.pull(environment))
    const seen = await attempt()
    return { seen, again: attempt, remedy: () => remedy(visit, seen) }
  },
})

/** Every way in which pulling weights fails, and starting with weights that were not pulled. */
export const hubCases: readonly ErrorCase[] = [
  pulls('hub_offline', 'offline by choice', { environment: { HF_HUB_OFFLINE: '1' }, remedy: runSteps }),
  pulls('hub_token_missing', 'gated, no token, 401 that says so', { ...unlessNewToken(refuse(401, 'GatedRepo')), remedy: runSteps }),
  pulls('hub_token_missing', 'gated, no token, a bare 401', { ...unlessNewToken(refuse(401)), remedy: runSteps }),
  pulls('hub_token_missing', 'gated, no token, a bare 403', { ...unlessNewToken(refuse(403)), remedy: runSteps }),
  pulls('hub_token_missing', 'private, no token, 401 that says not found', {
    ...unlessNewToken(refuse(401, 'RepoNotFound')),
    remedy: runSteps,
  }),
  pulls('hub_token_refused', 'a wrong token', { ...unlessNewToken(refuse(401)), environment: withToken, remedy: runSteps }),
  pulls('hub_access_not_granted', 'not on the list, 403 that says so', {
    ...atInfo(refuse(403, 'GatedRepo')),
    environment: withToken,
    remedy: pullAgain,
  }),
  pulls('hub_access_not_granted', 'not on the list, a bare 403', { ...atInfo(refuse(403)), environment: withToken, remedy: pullAgain }),
  pulls('hub_repository_not_found', 'a name misspelt, 404 that says so', {
    source: 'hf:owner/modle',
    remedy: pullInstead('hf:owner/model'),
  }),
  pulls('hub_repository_not_found', 'a bare 404', { ...atInfo(refuse(404)), remedy: pullAgain }),
  pulls('hub_revision_not_found', 'a revision that is not there', {
    source: 'hf:owner/model@v9',
    remedy: pullInstead('hf:owner/model@v1'),
  }),
  pulls('hub_file_not_found', 'a file that is not there', {
    source: 'hf:owner/model/other.gguf',
    remedy: pullInstead('hf:owner/model/model.gguf'),
  }),
  pulls('hub_repository_disabled', 'a repository out of use', {
    ...atInfo(refuse(403, 'DisabledRepo')),
    environment: withToken,
    remedy: pullAgain,
  }),
  pulls('hub_legally_unavailable', 'a repository that the law holds back', { ...atInfo(refuse(451)), remedy: pullAgain }),
  { code: 'hub_range_refused', title: 'a store that does not go on where it broke off', provoke: refuseRange },
  pulls('hub_rate_limited', 'too many requests', {
    ...atInfo((response) => response.writeHead(429, { 'Retry-After': '1' }).end()),
    remedy: async (visit, seen) => {
      const seconds = Number(/again in (\d+) s/.exec(seen.error?.steps.join(' ') ?? '')?.[1])
      await wait(seconds * 1000)
      return seconds === 1 && pullAgain(visit, seen)
    },
  }),
  pulls('hub_failed', 'a hub that is broken', { ...atInfo(refuse(500)), remedy: pullAgain }),
  pulls('hub_failed', 'a store that is broken', { ...atStore(refuse(503)), remedy: pullAgain }),
  pulls('hub_answer_invalid', 'a log-in page in between', {
    ...atInfo((response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Log in</h1>')),
    remedy: pullAgain,
  }),
  pulls('hub_name_unresolved', 'a hub whose name nobody knows', {
    environment: { HF_ENDPOINT: 'http://hub.invalid' },
    remedy: pullAgain,
  }),
  {
    code: 'hub_tls_failed',
    title: 'a hub that speaks no TLS where TLS is asked for',
    async provoke(context) {
      const visit = await visitHub(context)
      const attempt = async () => seenInCommand(await visit.pull({ HF_ENDPOINT: visit.hub.endpoint.replace('http:', 'https:') }))
      const seen = await attempt()
      return { seen, again: attempt, remedy: () => pullAgain(visit, seen) }
    },
  },
  pulls('hub_unreachable', 'a hub that hangs up', { ...atInfo((response) => response.destroy()), remedy: pullAgain }),
  pulls('hub_unreachable', 'a store that resets in the middle', {
    ...atStore((response, _request, weights) => sendBeginning(response, weights, () => response.socket?.resetAndDestroy())),
    remedy: pullAgain,
  }),
  {
    code: 'hub_stalled',
    title: 'a hub that stops sending',
    async provoke(context) {
      const visit = await visitHub(
        context,
        atStore((response, _request, weights) => sendBeginning(response, weights)),
      )
      const seen = await stall(visit)
      return { seen, again: async () => seen, remedy: () => pullAgain(visit, seen) }
    },
  },
  pulls('download_truncated', 'a store that ends too early', {
    ...atStore((response, _request, weights) => response.writeHead(200).end(weights.subarray(0, 1000))),
    remedy: async (visit, seen) => {
      const mended = await pullAgain(visit, seen)
      return mended && visit.hub.requests.at(-1)?.headers.range === 'bytes=1000-'
    },
  }),
  pulls('download_damaged', 'bytes changed on the way', {
    ...atStore((response, _request, weights) => response.writeHead(200, { 'Content-Length': weights.length }).end(weights.toReversed())),
    remedy: pullAgain,
  }),
  pulls('download_unwritable', 'a cache where nobody may write', { environment: { HF_HUB_CACHE: '/dev/null/cache' }, remedy: pullAgain }),
  pulls('weights_ambiguous', 'several weights, none named', {
    files: { 'model-Q4.gguf': Buffer.from('4'), 'model-Q8.gguf': Buffer.from('8') },
    remedy: (visit, seen) => {
      const [, named = ''] = /as in (\S+), or/.exec(seen.error?.steps.join(' ') ?? '') ?? []
      return pullInstead(named)(visit, seen)
    },
  }),
  { code: 'pull_stopped', title: 'Ctrl-C', provoke: stopPull },
  { code: 'pull_in_progress', title: 'two pulls of one file', provoke: pullTwice },
  {
    code: 'weights_not_pulled',
    title: 'weights of a hub that nobody pulled',
    provoke: (context) => serveFromCache(context, async () => undefined),
  },
  {
    code: 'weights_part_missing',
    title: 'split weights of which one part went missing',
    provoke: async (context) => {
      const [first, second] = splitInTwo(readFileSync(weightsToSpoil(context.weights).path)).files
      const files = { 'model-00001-of-00002.gguf': first, 'model-00002-of-00002.gguf': second }
      return serveFromCache(
        context,
        async ({ folder, pull }) => {
          await pull()
          rmSync(join(folder, 'cache/models--owner--model/snapshots', 'c'.repeat(40), 'model-00002-of-00002.gguf'))
        },
        { files },
      )
    },
  },
]

/** A small disk of its own, which only a namespace of the kernel can give. */
export const diskCase = (smallDisk: (folder: string) => readonly string[]): ErrorCase => ({
  code: 'disk_full',
  title: 'a disk that is too small',
  async provoke(context) {
    const visit = await visitHub(context)
    const attempt = async () => seenInCommand(await visit.pull({}, { prefix: smallDisk(visit.folder) }))
    const seen = await attempt()
    return { seen, again: attempt, remedy: () => pullAgain(visit, seen) }
  },
})

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import type { CaseContext } from '../../src/error-cases/error-case.ts'
import { type HubVisit, visitHub } from '../../src/error-cases/hub/hub-visit.ts'
import { weightsToSpoil } from '../../src/subject/damaged-copy.ts'

/** What a file system may lose of a file that was never synced. */
const losses: Record<string, (partial: string) => void> = {
  'the end': (partial) => truncateSync(partial, Math.floor(statSync(partial).size / 2)),
  'the last bytes, which are zero': (partial) => {
    const bytes = readFileSync(partial)
    writeFileSync(partial, bytes.fill(0, bytes.length - 4096))
  },
}

check(
  {
    supports: ['load-reliability', 'gated-models'],
    promise:
      'A power cut in the middle of a pull leaves no weights that could be taken for whole ones; the next pull goes on where the bytes are right, starts anew where they are not, and then the server starts',
    timeoutMs: 90_000,
  },
  async ({ servers, honestai, subject, weights, temporaryFolder, profile, evidence }) => {
    const context: CaseContext = { servers, honestai, subject, weights, temporaryFolder, profile }
    const { path } = weightsToSpoil(weights)
    const rounds = []
    for (const [lost, lose] of Object.entries(losses)) rounds.push({ lost, ...(await cutPower(context, lose)) })
    evidence.json('rounds', rounds)

    const whole = createHash('sha256').update(readFileSync(path)).digest('hex')
    for (const { lost, early, pulls, sha256, served } of rounds) {
      expect(early, lost).toEqual({ exitCode: 1, code: 'weights_not_pulled' })
      // Only bytes that are wrong are fetched again, and then the reader is told.
      const damaged = { exitCode: 1, code: 'download_damaged' }
      const pulled = { exitCode: 0, code: undefined }
      expect(
        pulls.map(({ exitCode, code }) => ({ exitCode, code })),
        lost,
      ).toEqual(lost.endsWith('zero') ? [damaged, pulled] : [pulled])
      for (const { from, keptBytes } of pulls) expect(from, lost).toBe(keptBytes)
      expect(sha256, lost).toBe(whole)
      expect(served, lost).toBe(true)
    }
  },
)

async function cutPower(context: CaseContext, lose: (partial: string) => void) {
  const { path } = weightsToSpoil(context.weights)
  const half = Math.floor(statSync(path).size / 2)
  const visit = await visitHub(context, {
    misbehave: (kind, _request, response, bytes) => {
      if (kind !== 'store') return false
      response.writeHead(200, { 'Content-Length': bytes.length }).write(bytes.subarray(0, half))
      return true
    },
  })
  const blobs = join(visit.folder, 'cache/models--owner--model/blobs')
  const pulling = visit.run(`exec honestai pull ${visit.source}`)
  const partial = join(blobs, await untilThere(blobs, half))
  process.kill(Number.parseInt(readFileSync(`${partial}.lock`, 'utf8'), 10), 'SIGKILL')
  await pulling
  lose(partial)
  // Nobody is back within the seconds for which a lock is believed.
  const before = new Date(Date.now() - 60_000)
  utimesSync(`${partial}.lock`, before, before)
  visit.mendHub()

  writeFileSync(join(visit.folder, 'honestai.json'), JSON.stringify({ models: [{ id: 'pulled', source: visit.source }] }))
  const serve = () =>
    visit.run('honestai serve --port 0', {
      until: /serves on http/,
      environment: { HONESTAI_CONFIG: join(visit.folder, 'honestai.json') },
    })
  const early = await serve()
  const pulls = []
  for (let round = 0; round < 2 && pulls.at(-1)?.exitCode !== 0; round++) pulls.push(await pullOnce(visit, partial))
  const blob = readdirSync(blobs).find((name) => /^\w{64}$/.test(name)) ?? ''
  const sha256 = createHash('sha256')
    .update(readFileSync(join(blobs, blob)))
    .digest('hex')
  const { stdout } = await serve()
  rmSync(visit.folder, { recursive: true })
  return { early: { exitCode: early.exitCode, code: codeIn(early.stderr) }, pulls, sha256, served: /serves on http/.test(stdout) }
}

async function pullOnce({ run, source, hub }: HubVisit, partial: string) {
  const keptBytes = existsSync(partial) ? statSync(partial).size : 0
  const { exitCode, stderr } = await run(`exec honestai pull ${source}`)
  const range = hub.requests.findLast(({ kind }) => kind === 'store')?.headers.range
  return { keptBytes, from: Number(/\d+/.exec(range ?? '0')?.[0]), exitCode, code: codeIn(stderr) }
}

/** The code stands at the head of what the command says of an error. */
const codeIn = (stderr: string) => /\b(download_damaged|weights_not_pulled)\b/.exec(stderr)?.[1]

/** Waits until a partial file of this size lies in a folder. Returns its name. */
async function untilThere(folder: string, bytes: number): Promise<string> {
  for (let waited = 0; waited < 20_000; waited += 20) {
    const name = existsSync(folder) ? readdirSync(folder).find((file) => file.endsWith('.partial')) : undefined
    if (name && statSync(join(folder, name)).size >= bytes) return name
    await wait(20)
  }
  throw new Error('The pull did not get as far as the store sent.')
}

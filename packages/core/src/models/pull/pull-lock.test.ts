import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { takePullLock } from './pull-lock.ts'
import { failureOf, pullSubject, sha256 } from './pull-subject.ts'

test('of two pulls of one file the second says who does it', async () => {
  const { pull, partial } = await pullSubject({ misbehave: (kind) => kind === 'store' })
  const stopping = new AbortController()
  const first = failureOf(pull({ signal: stopping.signal }))
  while (!existsSync(`${partial}.lock`)) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(await failureOf(pull())).toMatchObject({ code: 'pull_in_progress', details: { pid: process.pid } })
  stopping.abort()
  expect((await first).code).toBe('pull_stopped')
  expect(existsSync(`${partial}.lock`)).toBe(false)
})

test('the lock of a pull that died is no hindrance', async () => {
  const { pull, leavePartial, partial, blobs } = await pullSubject()
  await leavePartial(Buffer.alloc(0))
  await writeLock(`${partial}.lock`, deadHolder, 16)
  expect((await pull()).files[0]?.sha256).toBe(sha256)
  expect(await readdir(blobs)).toEqual([sha256])
})

const deadHolder = `${spawnSync('true').pid} 12345`

async function writeLock(path: string, holder: string, ageSeconds: number) {
  await writeFile(path, holder)
  const touched = new Date(Date.now() - ageSeconds * 1000)
  await utimes(path, touched, touched)
}

async function lockPath() {
  const folder = await mkdtemp(join(tmpdir(), 'honestai-lock-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'model.lock')
}

test.each([
  { title: 'nobody visible', holder: deadHolder, ageSeconds: 5 },
  { title: 'one who has not written who it is', holder: '', ageSeconds: 5 },
  { title: 'one of another kind', holder: 'somebody', ageSeconds: 5 },
])('a lock of $title that was touched a moment ago is held', async ({ holder, ageSeconds }) => {
  const path = await lockPath()
  await writeLock(path, holder, ageSeconds)
  expect(await failureOf(takePullLock(path, 'm.gguf'))).toMatchObject({ code: 'pull_in_progress' })
  expect(await readFile(path, 'utf8')).toBe(holder)
})

test.each([deadHolder, '', 'somebody'])('a lock of "%s" that nobody has touched for long is free', async (holder) => {
  const path = await lockPath()
  await writeLock(path, holder, 16)
  await using _ = await takePullLock(path, 'm.gguf')
  expect(await readFile(path, 'utf8')).toMatch(`${process.pid} `)
})

test('a holder who is there keeps the lock however old it is, and keeps touching it', async () => {
  const path = await lockPath()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  await using _ = await takePullLock(path, 'm.gguf')
  await writeLock(path, await readFile(path, 'utf8'), 3600)
  expect(await failureOf(takePullLock(path, 'm.gguf'))).toMatchObject({ code: 'pull_in_progress', details: { pid: process.pid } })
  vi.advanceTimersByTime(5_000)
  await vi.waitFor(async () => expect(Date.now() - (await stat(path)).mtimeMs).toBeLessThan(1_800_000), { timeout: 30_000 })
})

test('of many who want the lock at once one has it, and nothing else is left', async () => {
  const path = await lockPath()
  const taken = await Promise.allSettled(Array.from({ length: 50 }, () => takePullLock(path, 'm.gguf')))
  const [holder, ...others] = taken.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  expect(others).toEqual([])
  expect(await readdir(dirname(path))).toEqual(['model.lock'])
  await holder?.[Symbol.asyncDispose]()
  expect(await readdir(dirname(path))).toEqual([])
})

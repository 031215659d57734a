import { lstat, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { modelConfig } from '../../config/schema/config.ts'
import { hubCommit, sendRange } from '../testing/loopback-hub.ts'
import { readGatedMark } from '../weights/gated-mark.ts'
import { locateWeights } from '../weights/locate-weights.ts'
import { failureOf, pullSubject, sha256, token, weights } from './pull-subject.ts'

test('weights arrive in the layout that all Hugging Face tools know, where a config with their source finds them', async () => {
  const { pull, blobs, folder, repository } = await pullSubject()
  const pulled = await pull()
  const link = join(repository, 'snapshots', hubCommit, 'model.gguf')
  expect(pulled).toEqual({
    source: 'hf:owner/model/model.gguf',
    commit: hubCommit,
    gated: false,
    files: [{ path: link, bytes: weights.length, sha256 }],
  })
  expect((await lstat(link)).isSymbolicLink()).toBe(true)
  expect(await readFile(link)).toEqual(weights)
  expect(await readdir(blobs)).toEqual([sha256])
  expect(await readFile(join(repository, 'refs/main'), 'utf8')).toBe(hubCommit)

  vi.stubEnv('HF_HUB_CACHE', folder)
  onTestFinished(() => void vi.unstubAllEnvs())
  const model = modelConfig.parse({ id: 'm', source: 'hf:owner/model' })
  expect(await locateWeights(model)).toEqual([link])
})

test('with an output folder the file goes there by itself', async () => {
  const { pull, folder } = await pullSubject()
  const output = join(folder, 'out')
  const { files } = await pull({ output })
  expect(files[0]?.path).toBe(join(output, 'model.gguf'))
  expect(await readdir(output)).toEqual(['model.gguf'])
})

test('split weights arrive all, and progress counts them together', async () => {
  const parts = {
    'Q8_0/m-Q8_0-00001-of-00002.gguf': weights,
    'Q8_0/m-Q8_0-00002-of-00002.gguf': weights.subarray(1000),
    'README.md': weights,
  }
  const seen: number[] = []
  const { pull, repository } = await pullSubject({ files: parts, gated: true })
  const { files, gated } = await pull({
    source: 'hf:owner/model@v1:q8_0',
    onProgress: ({ receivedBytes, totalBytes }) => seen.push(receivedBytes / totalBytes),
  })
  expect(files.map(({ bytes }) => bytes)).toEqual([weights.length, weights.length - 1000])
  expect(gated).toBe(true)
  expect(await readGatedMark(repository)).toBe(true)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(seen.at(-1)).toBe(1)
})

test('a pull request of a repository is a revision too', async () => {
  const { pull, folder } = await pullSubject()
  const source = 'hf:owner/model@refs/pr/1'
  const { files } = await pull({ source })
  vi.stubEnv('HF_HUB_CACHE', folder)
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(await locateWeights(modelConfig.parse({ id: 'm', source }))).toEqual(files.map(({ path }) => path))
})

test('a pull goes on where an earlier one broke off', async () => {
  const { pull, leavePartial, requests } = await pullSubject()
  await leavePartial(weights.subarray(0, 100_000))
  expect((await pull()).files[0]?.sha256).toBe(sha256)
  expect(requests.at(-1)?.headers.range).toBe('bytes=100000-')
})

test('a store is asked for the rest without the token', async () => {
  const { pull, leavePartial, requests } = await pullSubject()
  await leavePartial(weights.subarray(0, 100_000))
  await pull({ token })
  const { kind, headers } = requests.at(-1) ?? {}
  expect([kind, headers?.range, headers?.authorization]).toEqual(['store', 'bytes=100000-', undefined])
})

test('a store that knows no ranges sends the file anew, and it is whole', async () => {
  const { pull, leavePartial } = await pullSubject({
    misbehave: (kind, _request, response) => kind === 'store' && Boolean(response.writeHead(200).end(weights)),
  })
  await leavePartial(weights.subarray(0, 100_000))
  const { files } = await pull()
  expect(await readFile(files[0]?.path ?? '')).toEqual(weights)
})

test('weights that are there and whole are not fetched again; damaged ones are', async () => {
  const { pull, blobs, requests } = await pullSubject()
  await pull()
  requests.length = 0
  await pull()
  expect(requests.map(({ kind }) => kind)).toEqual(['info', 'tree'])
  await writeFile(join(blobs, sha256), Buffer.alloc(weights.length))
  const { files } = await pull()
  expect(await readFile(files[0]?.path ?? '')).toEqual(weights)
})

test('a file that is not the promised one is thrown away', async () => {
  const { pull, blobs } = await pullSubject({ promised: 'f'.repeat(64) })
  expect(await failureOf(pull())).toMatchObject({ code: 'download_damaged', details: { expected: 'f'.repeat(64), actual: sha256 } })
  expect(await readdir(blobs)).toEqual([])
})

test('a pull that is stopped leaves what arrived, and the next goes on', async () => {
  const stopping = new AbortController()
  let stops = true
  const { pull, requests } = await pullSubject({
    misbehave: (kind, request, response) => {
      if (kind !== 'store') return false
      if (!stops) return Boolean(sendRange(request, response, weights)) || true
      response.writeHead(200, { 'Content-Length': weights.length })
      response.write(weights.subarray(0, 60_000))
      return true
    },
  })
  const onProgress = ({ receivedBytes }: { receivedBytes: number }) => receivedBytes === 60_000 && stopping.abort()
  expect((await failureOf(pull({ signal: stopping.signal, onProgress }))).code).toBe('pull_stopped')
  stops = false
  expect((await pull()).files[0]?.sha256).toBe(sha256)
  expect(requests.at(-1)?.headers.range).toBe('bytes=60000-')
})

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { digestOfKey, readApiKeys } from './read-api-keys.ts'

const folder = await mkdtemp(join(tmpdir(), 'honestai-keys-'))
afterAll(() => rm(folder, { recursive: true }))
const [first, second, third] = ['first-key-of-three', 'second-key-of-three', 'third-key-of-three']

async function keyFile(text: string, mode = 0o600): Promise<string> {
  const file = join(folder, `${crypto.randomUUID()}.txt`)
  await writeFile(file, text)
  await chmod(file, mode)
  return file
}

test('without a file and the variable there are no keys', async () => {
  expect(await readApiKeys(undefined, {})).toEqual({ digests: [], worldReadable: false })
})

test('keys come from the file, without comments and empty lines, and from the environment', async () => {
  const file = await keyFile(`# Anna\n${first}\r\n\n  ${second}  \n#${third}\n`)
  expect(await readApiKeys(file, { HONESTAI_API_KEYS: `${third}` })).toEqual({
    digests: [third, first, second].map(digestOfKey),
    worldReadable: false,
  })
})

test('the variable takes several keys', async () => {
  const { digests } = await readApiKeys(undefined, { HONESTAI_API_KEYS: `${first}, ${second}\n${third}` })
  expect(digests).toEqual([first, second, third].map(digestOfKey))
})

test.skipIf(process.platform === 'win32')('a file that every user can read is noticed', async () => {
  expect((await readApiKeys(await keyFile(first, 0o644), {})).worldReadable).toBe(true)
})

test.each([
  { title: 'no such file', file: async () => join(folder, 'lost.txt'), variable: undefined },
  { title: 'a folder', file: async () => folder, variable: undefined },
  { title: 'a file of comments', file: () => keyFile('# none yet\n'), variable: undefined },
  { title: 'a short key', file: () => keyFile('secret-15-chars\n'), variable: undefined },
  { title: 'a key with a space', file: () => keyFile('secret secret secret\n'), variable: undefined },
  { title: 'a key no header can carry', file: () => keyFile('secret-sécret-secret\n'), variable: undefined },
  { title: 'an empty variable', file: async () => undefined, variable: '' },
  { title: 'a short key in the variable', file: async () => undefined, variable: 'secret' },
])('$title is refused, and no key or folder is named', async ({ file, variable }) => {
  const error = await readApiKeys(await file(), variable === undefined ? {} : { HONESTAI_API_KEYS: variable }).catch((reason) => reason)
  expect(error.code).toBe('api_keys_unusable')
  expect(JSON.stringify(error.toBody())).not.toMatch(/secret|s\u00e9cret/)
  expect(error.message).not.toContain(folder)
})

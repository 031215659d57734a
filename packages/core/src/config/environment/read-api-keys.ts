import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { routerError } from '../../errors.ts'

/** API keys as the server keeps them: by their sha256, so that no log, dump or error can hold one. */
export type ApiKeys = {
  digests: readonly Buffer[]
  /** Every user of this machine can read the key file. */
  worldReadable: boolean
}

/**
 * The sha256 of a key, by which keys are compared.
 *
 * @example
 * digestOfKey('sixteen-or-more-characters').length // 32
 */
export const digestOfKey = (key: string): Buffer => createHash('sha256').update(key).digest()

/**
 * Reads API keys from a file, one a line, and from HONESTAI_API_KEYS, separated by commas or white space: the one place that does.
 * Without either there are none.
 *
 * Throws `api_keys_unusable`, which never quotes a key.
 *
 * @example
 * const { digests } = await readApiKeys(undefined, { HONESTAI_API_KEYS: 'sixteen-or-more-characters' })
 * digests.length // 1
 */
export async function readApiKeys(file: string | undefined, environment: NodeJS.ProcessEnv = process.env): Promise<ApiKeys> {
  const given = environment.HONESTAI_API_KEYS
  const fromEnvironment = given === undefined ? [] : check('HONESTAI_API_KEYS', given.split(/[\s,]+/))
  const fromFile = file === undefined ? undefined : await readKeyFile(file)
  return {
    digests: [...fromEnvironment, ...(fromFile?.keys ?? [])].map(digestOfKey),
    worldReadable: fromFile?.worldReadable ?? false,
  }
}

async function readKeyFile(file: string): Promise<{ keys: string[]; worldReadable: boolean }> {
  const source = basename(file)
  const [text, { mode }] = await Promise.all([readFile(file, 'utf8'), stat(file)]).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'There is no such file.' : `The operating system refused to read it (${error.code}).`
    throw routerError('api_keys_unusable', { source, reason })
  })
  const lines = text.split(/\r?\n/).map((line) => (line.startsWith('#') ? '' : line.trim()))
  // Windows has no such permission; Node reports every file there as readable by all.
  return { keys: check(source, lines), worldReadable: process.platform !== 'win32' && (mode & 0o004) !== 0 }
}

// What a header can carry; long enough that nobody guesses it.
const usableKey = /^[\x21-\x7e]{16,}$/

/** The keys among lines, empty ones left out. An empty source would leave the server open to everyone who reaches it. */
function check(source: string, lines: string[]): string[] {
  const unusable = lines.findIndex((line) => line !== '' && !usableKey.test(line))
  if (unusable >= 0) {
    throw routerError('api_keys_unusable', { source, reason: `Key or line ${unusable + 1} is not 16 or more visible ASCII characters.` })
  }
  const keys = lines.filter((line) => line !== '')
  if (keys.length === 0) throw routerError('api_keys_unusable', { source, reason: 'It holds no key.' })
  return keys
}

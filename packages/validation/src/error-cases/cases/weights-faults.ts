import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ErrorCode } from '@honestai/core'
import { damageFile } from '../../subject/damaged-copy.ts'

/** A way in which a weights file can be of no use, each a kind of its own. */
export type WeightsFault = {
  title: string
  code: ErrorCode
  /** Spoils the good copy at this path. */
  spoil: (path: string) => void
}

/** Everything that can be wrong with a file of weights. */
export const weightsFaults: readonly WeightsFault[] = [
  { title: 'gone', code: 'weights_missing', spoil: (path) => damageFile(path, 'missing') },
  { title: 'one bit flipped', code: 'weights_hash_mismatch', spoil: (path) => damageFile(path, 'flipped') },
  { title: 'wrong version', code: 'weights_malformed', spoil: (path) => rewrite(path, (bytes) => bytes.writeUInt32LE(99, 4)) },
  {
    title: 'more tensors than bytes',
    code: 'weights_malformed',
    spoil: (path) => rewrite(path, (bytes) => bytes.writeBigUInt64LE(1n << 62n, 8)),
  },
  { title: 'unknown architecture', code: 'architecture_unsupported', spoil: (path) => rewrite(path, renameArchitecture) },
  { title: 'a tokenizer that nobody knows', code: 'model_load_failed', spoil: (path) => rewrite(path, renameTokenizer) },
  { title: 'forbidden', code: 'weights_unreadable', spoil: (path) => chmodSync(path, 0o000) },
  { title: 'a folder in its place', code: 'weights_unreadable', spoil: (path) => inPlaceOf(path, () => mkdirSync(path)) },
  { title: 'a pipe in its place', code: 'weights_unreadable', spoil: (path) => inPlaceOf(path, () => execFileSync('mkfifo', [path])) },
  { title: 'a link to itself in its place', code: 'weights_unreadable', spoil: (path) => inPlaceOf(path, () => symlinkSync(path, path)) },
]

/** Starts a server that has to obey the permissions of files, as root has not. */
export const obeyPermissions: readonly string[] =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--'] : []

/** Lays good weights where spoilt ones were. */
export function mendFile(spare: string, path: string): void {
  rmSync(path, { recursive: true, force: true })
  mkdirSync(dirname(path), { recursive: true })
  copyFileSync(spare, path)
}

function inPlaceOf(path: string, make: () => void): void {
  rmSync(path)
  make()
}

function rewrite(path: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(path)
  change(bytes)
  writeFileSync(path, bytes)
}

/** Where the text of a key stands, and how long it is. */
function textOf(bytes: Buffer, key: string): { start: number; length: number } {
  const after = bytes.indexOf(key) + key.length + 4
  return { start: after + 8, length: bytes.readUInt32LE(after) }
}

/** Every name of the architecture, in its own place and before its keys, becomes one of the same length that nobody knows. */
function renameArchitecture(bytes: Buffer): void {
  const { start, length } = textOf(bytes, 'general.architecture')
  const name = Buffer.from(bytes.subarray(start, start + length))
  for (let at = start; at >= 0; at = bytes.indexOf(name, at + 1)) bytes.write('z'.repeat(length), at)
}

/** The way in which texts are split before they are merged becomes one that nobody knows; where none is looked at, the tokenizer itself. */
function renameTokenizer(bytes: Buffer): void {
  const model = textOf(bytes, 'tokenizer.ggml.model')
  const isSplitFirst = bytes.toString('utf8', model.start, model.start + model.length) === 'gpt2' && bytes.includes('tokenizer.ggml.pre')
  const { start, length } = isSplitFirst ? textOf(bytes, 'tokenizer.ggml.pre') : model
  bytes.write('z'.repeat(length), start)
}

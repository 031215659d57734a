import { copyFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { canaryConfig } from '@honestai/core'
import type { SubjectModel } from './run-context.ts'

/** Ways in which a weights file goes bad on a real disk, each with the error it must give when its sha256 is pinned. */
export const damageCodes = {
  missing: 'weights_missing',
  empty: 'weights_malformed',
  truncated: 'weights_malformed',
  flipped: 'weights_hash_mismatch',
  'wrong-magic': 'weights_malformed',
} as const

export type Damage = keyof typeof damageCodes

export const damages = Object.keys(damageCodes) as Damage[]

/** Copies a file and damages the copy. Returns the copy's path. */
export function damagedCopy(source: string, copy: string, damage: Damage): string {
  copyFileSync(source, copy)
  damageFile(copy, damage)
  return copy
}

/** Damages a file in place. */
export const damageFile = (file: string, damage: Damage): void => inflict[damage](file)

const inflict: Record<Damage, (file: string) => void> = {
  missing: (file) => rmSync(file),
  empty: (file) => truncateSync(file),
  truncated: (file) => truncateSync(file, Math.floor(statSync(file).size * 0.6)),
  // Deep inside the tensors, where nothing but the hash can tell.
  flipped: (file) => overwrite(file, (bytes) => bytes.writeUInt8(bytes.readUInt8(threeQuarters(bytes)) ^ 1, threeQuarters(bytes))),
  'wrong-magic': (file) => overwrite(file, (bytes) => bytes.write('NOPE')),
}

const threeQuarters = (bytes: Buffer) => Math.floor(bytes.length * 0.75)

function overwrite(file: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file)
  change(bytes)
  writeFileSync(file, bytes)
}

/** Beyond this, copies take longer than what is done with them. */
const mostBytes = 128 * 1024 ** 2

/** Path and sha256 of weights that a check may copy and spoil: the subject's own, or, where they are large, the embedded ones. */
export function weightsToSpoil({ path, bytes, sha256 }: SubjectModel): { path: string; sha256: string | undefined } {
  if (bytes !== null && bytes <= mostBytes) return { path, sha256: sha256 ?? undefined }
  const [canary] = canaryConfig().models
  return { path: canary?.path ?? '', sha256: [canary?.sha256].flat()[0] }
}

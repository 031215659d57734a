import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'

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
export function damageFile(file: string, damage: Damage): void {
  const bytes = readFileSync(file)
  switch (damage) {
    case 'missing':
      return rmSync(file)
    case 'empty':
      return truncateSync(file)
    case 'truncated':
      return truncateSync(file, Math.floor(bytes.length * 0.6))
    case 'flipped': {
      // Deep inside the tensors, where nothing but the hash can tell.
      const at = Math.floor(bytes.length * 0.75)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      return writeFileSync(file, bytes)
    }
    case 'wrong-magic':
      bytes.write('NOPE')
      return writeFileSync(file, bytes)
  }
}

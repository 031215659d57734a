import { routerError } from '../errors.ts'

// Each stops what the other lets through: a namespace has no network but the file system's sockets, the permission binds JavaScript only.
const allSeals = ['network-namespace', 'node-permission']

/** Throws `seal_unavailable` when engines are not kept from the network by all seals there are. */
export function checkSeals(seals: readonly string[]): void {
  const missing = allSeals.filter((seal) => !seals.includes(seal))
  if (missing.length > 0) throw routerError('seal_unavailable', { missing })
}

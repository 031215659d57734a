import { BlockList, isIP } from 'node:net'
import type { ServerConfig } from '@honestai/core'

const hostHeader = /^(?:\[([0-9a-f:.]+)\]|([^\s:/?#@[\]]+?)\.?)(?::\d{1,5})?$/i

/**
 * Decides which values of the Host header are answered: loopback, the address the server listens on, and the names of the config.
 *
 * @example
 * createHostRule({ host: '127.0.0.1', allowedHosts: [] })('evil.example') // false
 */
export function createHostRule({ host, allowedHosts }: Pick<ServerConfig, 'host' | 'allowedHosts'>): (header: string) => boolean {
  const known = new Set([host, ...allowedHosts].map((name) => name.replace(/^\[|\]$/g, '').toLowerCase()))
  // Behind a published port the address is not one of this machine. A page can rebind names to it, but never an address.
  const everyAddress = !isLoopback(host)
  return (header) => {
    const [, address, name] = hostHeader.exec(header) ?? []
    const given = (address ?? name)?.toLowerCase()
    return given !== undefined && (isLoopback(given) || known.has(given) || (everyAddress && isIP(given) !== 0))
  }
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether a name or address always means this machine. */
export function isLoopback(host: string): boolean {
  const family = isIP(host)
  return family === 0 ? host === 'localhost' : loopback.check(host, family === 6 ? 'ipv6' : 'ipv4')
}

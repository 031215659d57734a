import { routerError, type ServerConfig } from '@honestai/core'

const reasons: Record<string, string> = {
  EADDRINUSE: 'Another program listens there already.',
  EACCES: 'The operating system does not let this user listen on that port.',
  EADDRNOTAVAIL: 'This machine has no such address.',
  ENOTFOUND: 'There is no host of that name.',
}

/** `port_unavailable` for a failure to listen; anything else comes back as it is. */
export function toPortError(error: unknown, { host, port }: Pick<ServerConfig, 'host' | 'port'>): unknown {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? '']
  return reason === undefined ? error : routerError('port_unavailable', { host, port, reason })
}

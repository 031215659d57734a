/** Where a system call sends to, connects to, or binds to. */
export type SocketAddress =
  | { family: 'inet' | 'inet6'; address: string; port: number }
  /** `path` begins with @ in the abstract namespace and is empty for a socket without a name. */
  | { family: 'unix'; path: string }
  | { family: 'netlink'; processId: number }
  /** A family that strace or we do not take apart, or an address that could not be read at all. */
  | { family: 'other'; name: string }

/** Every address in the arguments of a system call as strace prints them: none, one, or for sendmmsg many. */
export function readSocketAddresses(args: string): SocketAddress[] {
  const bare = withoutPayload(args)
  const read = [...bare.matchAll(/\{sa_family=AF_(\w+)([^}]*)\}/g)].flatMap(([, family = '', rest = '']) => toAddress(family, rest))
  const unread = [...bare.matchAll(/^\d+(?:<[^>]*>)?, 0x[0-9a-f]+, \d+$|msg_name=0x[0-9a-f]+/g)].map(() => unreadable)
  return [...read, ...unread]
}

/** An address as a person writes it. */
export function formatSocketAddress(address: SocketAddress): string {
  switch (address.family) {
    case 'inet':
      return `${address.address}:${address.port}`
    case 'inet6':
      return `[${address.address}]:${address.port}`
    case 'unix':
      return `unix:${address.path}`
    case 'netlink':
      return `netlink:${address.processId}`
    case 'other':
      return address.name
  }
}

const unreadable: SocketAddress = { family: 'other', name: 'an address that could not be read' }

// What is sent can hold any text, an address too; only the quotes that belong to an address stay.
const withoutPayload = (args: string) =>
  args.replaceAll(/(inet_addr\(|inet_pton\(AF_INET6, |sun_path=@?)?"(?:[^"\\]|\\.)*"(?:\.\.\.)?/g, (quoted, owner) => (owner ? quoted : ''))

function toAddress(family: string, rest: string): SocketAddress[] {
  switch (family) {
    case 'INET':
      return [{ family: 'inet', address: /inet_addr\("([^"]*)"/.exec(rest)?.[1] ?? 'unknown', port: portIn(rest) }]
    case 'INET6':
      return [{ family: 'inet6', address: /inet_pton\(AF_INET6, "([^"]*)"/.exec(rest)?.[1] ?? 'unknown', port: portIn(rest) }]
    case 'UNIX': {
      const [, abstract = '', path = ''] = /sun_path=(@?)"((?:[^"\\]|\\.)*)"/.exec(rest) ?? []
      return [{ family: 'unix', path: abstract + path }]
    }
    case 'NETLINK':
      return [{ family: 'netlink', processId: Number(/nl_pid=(\d+)/.exec(rest)?.[1] ?? -1) }]
    // Dissolves an association; it names nobody.
    case 'UNSPEC':
      return []
    default:
      return [{ family: 'other', name: `AF_${family}` }]
  }
}

const portIn = (rest: string) => Number(/htons\((\d+)\)/.exec(rest)?.[1] ?? -1)

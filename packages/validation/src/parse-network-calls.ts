/** A system call that names where something is sent. */
export type NetworkCall = {
  processId: number
  call: string
  family: 'inet' | 'inet6' | 'unix' | 'netlink' | 'other'
  address: string
  /** Whether the address lies beyond this machine's loopback. */
  outbound: boolean
}

const line = /^(\d+)\s+(connect|sendto|sendmsg|sendmmsg)\((.*)$/

/** Reads strace's output: one entry for every call that names an address. */
export function parseNetworkCalls(text: string): NetworkCall[] {
  return text.split('\n').flatMap((row) => {
    const [, processId, call, rest = ''] = line.exec(row) ?? []
    if (!call) return []
    const address = addressIn(rest)
    return address ? [{ processId: Number(processId), call, ...address, outbound: isOutbound(address) }] : []
  })
}

type Address = Pick<NetworkCall, 'family' | 'address'>

function addressIn(text: string): Address | undefined {
  const [, familyName] = /sa_family=AF_(\w+)/.exec(text) ?? []
  if (!familyName) return undefined
  const inet = /inet_addr\("([^"]+)"\)/.exec(text)?.[1]
  if (familyName === 'INET') return { family: 'inet', address: inet ?? 'unknown' }
  const inet6 = /inet_pton\(AF_INET6, "([^"]+)"/.exec(text)?.[1]
  if (familyName === 'INET6') return { family: 'inet6', address: inet6 ?? 'unknown' }
  if (familyName === 'UNIX') return { family: 'unix', address: /sun_path=@?"([^"]*)"/.exec(text)?.[1] ?? '' }
  return { family: familyName === 'NETLINK' ? 'netlink' : 'other', address: familyName }
}

function isOutbound({ family, address }: Address): boolean {
  if (family === 'inet') return !address.startsWith('127.')
  if (family === 'inet6') return address !== '::1' && !address.startsWith('::ffff:127.')
  return family === 'other'
}

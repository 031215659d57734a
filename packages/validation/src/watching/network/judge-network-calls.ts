import { readSystemCalls, type SystemCall, succeeded } from './read-system-calls.ts'
import { formatSocketAddress, readSocketAddresses, type SocketAddress } from './socket-address.ts'
import { ProcessTrace, type TracedProcess } from './trace-processes.ts'

/** A call that names somebody, and whether that may be. */
export type NetworkCall = {
  /** ISO date and time. */
  at: string
  processId: number
  threadId: number
  threadName: string
  command: string
  engine: boolean
  call: string
  /** Whom it names. */
  peer: string
  result: string
  /**
   * `own`: a socket that a process of the same tree holds, in the same network. `kernel`: the kernel itself. `bound`: an address that
   * the process takes for itself. `egress`: anybody else, on this machine or not.
   */
  verdict: 'own' | 'kernel' | 'bound' | 'egress'
}

/** What a process tree did with the network. */
export type Observation = {
  calls: NetworkCall[]
  processes: TracedProcess[]
  /** How often each process made each call that was watched, whether it named somebody or not. */
  counts: { process: string; call: string; count: number }[]
}

/** System calls by which a process can reach another. */
export const networkCalls = ['connect', 'sendto', 'sendmsg', 'sendmmsg', 'bind', 'io_uring_setup'] as const

/** System calls that tell who is who, and which socket is whose. */
export const identityCalls = ['execve', 'execveat', 'clone', 'clone3', 'fork', 'vfork', 'unshare', 'setns', 'getsockname'] as const

/** Judges what strace wrote about a process tree: whoever is not of the tree is egress, on loopback and on a unix socket too. */
export function judgeNetworkCalls(text: string): Observation {
  const trace = new ProcessTrace()
  const held = new Set<string>()
  const calls: NetworkCall[] = []
  const counts = new Map<string, number>()
  for (const call of readSystemCalls(text)) {
    const process = trace.follow(call)
    const addresses = readSocketAddresses(call.args)
    if ((call.name === 'bind' || call.name === 'getsockname') && succeeded(call)) {
      for (const address of addresses) for (const key of holdKeys(address, process)) held.add(key)
    }
    if (!networkCalls.some((name) => name === call.name)) continue
    const counted = `${process.id} ${call.name}`
    counts.set(counted, (counts.get(counted) ?? 0) + 1)
    for (const address of addresses) calls.push(toNetworkCall(call, process, address, held))
  }
  const processes = trace.processes()
  const commandOf = (id: number) => processes.find((process) => process.id === id)?.command ?? ''
  return {
    calls,
    processes,
    counts: [...counts].map(([counted, count]) => {
      const [id = '', call = ''] = counted.split(' ')
      return { process: `${commandOf(Number(id))} (${id})`, call, count }
    }),
  }
}

/** Calls that name somebody outside the tree. */
export const egressOf = ({ calls }: Observation): NetworkCall[] => calls.filter(({ verdict }) => verdict === 'egress')

function toNetworkCall(call: SystemCall, process: TracedProcess, address: SocketAddress, held: ReadonlySet<string>): NetworkCall {
  return {
    at: new Date(call.at * 1000).toISOString(),
    processId: process.id,
    threadId: call.thread,
    threadName: call.threadName,
    command: process.command,
    engine: process.engine,
    call: call.name,
    peer: formatSocketAddress(address),
    result: call.result,
    verdict: judge(call, process, address, held),
  }
}

function judge({ name }: SystemCall, process: TracedProcess, address: SocketAddress, held: ReadonlySet<string>): NetworkCall['verdict'] {
  if (address.family === 'netlink') return address.processId === 0 ? 'kernel' : 'egress'
  // A packet or Bluetooth socket sends without ever naming a peer, so binding one is egress already.
  if (address.family === 'other') return 'egress'
  if (name === 'bind') return 'bound'
  return holdKeys(address, process).some((key) => held.has(key)) || anyKeys(address, process).some((key) => held.has(key))
    ? 'own'
    : 'egress'
}

/** Names under which a socket is known as the tree's own. The same address in another network is another socket. */
function holdKeys(address: SocketAddress, { network }: TracedProcess): string[] {
  switch (address.family) {
    case 'inet':
    case 'inet6':
      return address.port > 0 ? [`${network} ${unmapped(address.address)} ${address.port}`] : []
    // Sockets with a path belong to the file system, which the networks of a machine share.
    case 'unix':
      return address.path === '' ? [] : [`${address.path.startsWith('@') ? network : 'files'} ${address.path}`]
    default:
      return []
  }
}

/** A socket that listens on every address of the machine is reached through loopback. */
function anyKeys(address: SocketAddress, { network }: TracedProcess): string[] {
  if (address.family !== 'inet' && address.family !== 'inet6') return []
  if (!/^127\.|^::1$/.test(unmapped(address.address))) return []
  return ['0.0.0.0', '::'].map((any) => `${network} ${any} ${address.port}`)
}

const unmapped = (address: string) => address.replace(/^::ffff:(?=\d+\.)/, '')

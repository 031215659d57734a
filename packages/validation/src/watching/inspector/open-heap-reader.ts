import type { RunningServer } from '../../subject/server-process/running-server.ts'
import { DebuggerConnection } from './debugger-connection.ts'

/** Reads what a process holds. */
export type HeapReader = Disposable & {
  /** Bytes that are still in use once all garbage is collected, buffers included. */
  usedBytes(): Promise<number>
}

/** The environment of a server whose heap is read: it listens for a debugger, on a port of loopback that the kernel picks. */
export const heapReaderEnvironment = { NODE_OPTIONS: '--inspect=127.0.0.1:0' }

/** A collection of a large heap on a busy machine. */
const patienceMs = 20_000

/** Connects to a server that was started with `heapReaderEnvironment`. */
export async function openHeapReader(server: Pick<RunningServer, 'stderr'>): Promise<HeapReader> {
  const [, address] = /^Debugger listening on (ws:\S+)$/m.exec(server.stderr()) ?? []
  if (address === undefined) throw new Error('The server listens for no debugger.')
  const connection = new DebuggerConnection(address)
  await connection.opened
  const ask = async (method: string) => {
    const id = connection.send(method)
    const answer = await connection.next((message) => message.id === id, patienceMs)
    if (!answer?.result) throw new Error(`${method} was not answered.`)
    return answer.result
  }
  return {
    async usedBytes() {
      await ask('HeapProfiler.collectGarbage')
      const { usedSize, backingStorageSize = 0 } = await ask('Runtime.getHeapUsage')
      return usedSize + backingStorageSize
    },
    [Symbol.dispose]: () => connection[Symbol.dispose](),
  }
}

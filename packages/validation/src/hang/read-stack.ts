import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'

/** What the JavaScript of a Node process does: its stack, or what it waits for where none runs. */
export type Stack = { frames: string[] } | { waitsFor: string[] } | { unknown: string }

/** Where every Node process listens for a debugger once it is sent SIGUSR1. */
const inspector = 'http://127.0.0.1:9229'
const patienceMs = 2_000

/** A message of the Chrome DevTools Protocol (https://chromedevtools.github.io/devtools-protocol/v8/Debugger/). */
// biome-ignore lint/suspicious/noExplicitAny: the protocol has hundreds of messages, of which a few fields are read.
type Message = { id?: number; method?: string; params?: any; result?: any }

/** Reads the stack of a Node process. One that runs is ended, for only its end frees the debugger's port for the next. Never throws. */
export async function readStack(processId: number): Promise<Stack> {
  // The signal would end any other program.
  if (!catchesSigusr1(processId)) return { unknown: 'It is no Node process, or gone.' }
  try {
    process.kill(processId, 'SIGUSR1')
    const address = await findDebugger()
    if (!address) return { unknown: 'It opened no debugger: it is stopped, or sees another network.' }
    using connection = new Connection(address)
    return await askForStack(connection, processId)
  } catch (error) {
    return { unknown: (error as Error).message }
  } finally {
    await untilFree()
  }
}

function catchesSigusr1(processId: number): boolean {
  try {
    const caught = /^SigCgt:\s+(\w+)/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1] ?? '0'
    return ((BigInt(`0x${caught}`) >> BigInt(constants.signals.SIGUSR1 - 1)) & 1n) === 1n
  } catch {
    return false
  }
}

async function findDebugger(): Promise<string | undefined> {
  for (const startedAt = performance.now(); performance.now() - startedAt < patienceMs; await wait(20)) {
    const [target] = await listTargets()
    if (target) return target.webSocketDebuggerUrl
  }
  return undefined
}

/** The next process can listen only when this one no longer does. */
async function untilFree(): Promise<void> {
  for (const startedAt = performance.now(); performance.now() - startedAt < patienceMs; await wait(20)) {
    if ((await listTargets()).length === 0) return
  }
}

async function listTargets(): Promise<{ webSocketDebuggerUrl: string }[]> {
  const answer = await fetch(`${inspector}/json/list`, { signal: AbortSignal.timeout(500) }).catch(() => undefined)
  return ((await answer?.json().catch(() => undefined)) ?? []) as { webSocketDebuggerUrl: string }[]
}

async function askForStack(connection: Connection, processId: number): Promise<Stack> {
  await connection.opened
  connection.send('Debugger.enable')
  connection.send('Debugger.pause')
  const paused = await connection.next(({ method }) => method === 'Debugger.paused')
  return paused ? stackOf(connection, paused.params.callFrames, processId) : resourcesOf(connection, processId)
}

async function stackOf(connection: Connection, callFrames: CallFrame[], processId: number): Promise<Stack> {
  const pid = await connection.value('Debugger.evaluateOnCallFrame', { callFrameId: callFrames[0]?.callFrameId, expression: 'process.pid' })
  if (pid !== processId) return notIts
  process.kill(processId, 'SIGKILL')
  return { frames: callFrames.map((frame) => showFrame(frame, connection.urlOf(frame.location.scriptId))) }
}

async function resourcesOf(connection: Connection, processId: number): Promise<Stack> {
  // Else what is evaluated next would stop at its first step.
  connection.send('Debugger.disable')
  const [pid, ...waitsFor] =
    (await connection.value('Runtime.evaluate', { expression: '[process.pid, ...process.getActiveResourcesInfo()]' })) ?? []
  if (pid !== processId) return notIts
  connection.send('Runtime.evaluate', { expression: "process.getBuiltinModule('inspector').close()" })
  return { waitsFor }
}

const notIts: Stack = { unknown: 'Another process has the port of the debugger.' }

type CallFrame = { callFrameId: string; functionName: string; location: { scriptId: string; lineNumber: number; columnNumber: number } }

const showFrame = ({ functionName, location }: CallFrame, url: string) =>
  `${functionName || '<anonymous>'} (${url.replace(/^file:\/\//, '')}:${location.lineNumber + 1}:${location.columnNumber + 1})`

/** A debugger's socket whose messages can be awaited. */
class Connection implements Disposable {
  readonly opened: Promise<void>
  readonly #socket: WebSocket
  readonly #messages: Message[] = []
  #wake = () => {}
  #lastId = 0

  constructor(address: string) {
    this.#socket = new WebSocket(address)
    this.opened = new Promise((resolve, reject) => {
      this.#socket.addEventListener('open', () => resolve())
      this.#socket.addEventListener('error', () => reject(new Error('Its debugger did not answer.')))
    })
    this.#socket.addEventListener('message', ({ data }) => {
      this.#messages.push(JSON.parse(String(data)))
      this.#wake()
    })
  }

  send(method: string, params: object = {}): number {
    this.#socket.send(JSON.stringify({ id: ++this.#lastId, method, params }))
    return this.#lastId
  }

  /** Where a script comes from, as the debugger told when it was enabled. */
  urlOf(scriptId: string): string {
    return this.#messages.find(({ method, params }) => method === 'Debugger.scriptParsed' && params.scriptId === scriptId)?.params.url ?? ''
  }

  /** What an expression comes to in the process; undefined when it does not answer in time. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the expression gives.
  async value(method: 'Runtime.evaluate' | 'Debugger.evaluateOnCallFrame', params: object): Promise<any> {
    const id = this.send(method, { ...params, returnByValue: true })
    return (await this.next((message) => message.id === id))?.result?.result?.value
  }

  /** The first message of a kind, whenever it came; undefined when none came in time. */
  async next(isIt: (message: Message) => boolean): Promise<Message | undefined> {
    for (const startedAt = performance.now(); performance.now() - startedAt < patienceMs / 2; ) {
      const found = this.#messages.find(isIt)
      if (found) return found
      await Promise.race([wait(100), new Promise<void>((resolve) => (this.#wake = resolve))])
    }
    return undefined
  }

  [Symbol.dispose](): void {
    this.#socket.close()
  }
}

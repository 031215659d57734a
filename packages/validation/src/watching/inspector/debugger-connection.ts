import { setTimeout as wait } from 'node:timers/promises'

const patienceMs = 1_000

/** A message of the Chrome DevTools Protocol (https://chromedevtools.github.io/devtools-protocol/v8/Debugger/). */
// biome-ignore lint/suspicious/noExplicitAny: the protocol has hundreds of messages, of which a few fields are read.
type Message = { id?: number; method?: string; params?: any; result?: any }

/** A debugger's socket whose messages can be awaited. */
export class DebuggerConnection implements Disposable {
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
  async next(isIt: (message: Message) => boolean, withinMs = patienceMs): Promise<Message | undefined> {
    for (const startedAt = performance.now(); performance.now() - startedAt < withinMs; ) {
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

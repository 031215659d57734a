import type { Change } from './fault.ts'

/** Mistakes in the code of the router, each of which its unit tests must notice. */
export const routerMutants: readonly (Change & { mistake: string })[] = [
  {
    mistake: 'Who waits longest is served last.',
    file: 'packages/core/src/router/queue/slot-queue.ts',
    find: 'this.#waiting.shift()',
    replace: 'this.#waiting.pop()',
  },
  {
    mistake: 'An overload is moved to the fallback.',
    file: 'packages/core/src/router/dispatch/dispatcher.ts',
    find: "  'engine_crashed',\n",
    replace: "  'engine_crashed',\n  'overloaded',\n",
  },
  {
    mistake: 'What was left out is not told.',
    file: 'packages/core/src/router/context/truncate-chat.ts',
    find: 'dropped: planned.filter((message) => !isKept(message)),',
    replace: 'dropped: [],',
  },
  {
    mistake: 'Time limits never end a request.',
    file: 'packages/core/src/router/queue/deadlines.ts',
    find: 'this.#controller.abort(routerError(',
    replace: 'void (routerError(',
  },
]

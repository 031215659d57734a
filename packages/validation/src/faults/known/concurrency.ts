import type { Fault } from '../fault.ts'

/** Faults that the checks of `concurrency` must notice. */
export const concurrencyFaults: readonly Fault[] = [
  {
    check: 'concurrency/burst-beyond-capacity-is-refused',
    fault: 'Who is refused in a burst is not told when to come back.',
    file: 'packages/server/src/app/errors/errors.ts',
    find: "if ('retryAfterSeconds' in error.details)",
    replace: "if ('retryAfterHours' in error.details)",
  },
  {
    check: 'concurrency/burst-beyond-capacity-is-refused',
    fault: 'A burst is taken in without bound, and everybody waits.',
    file: 'packages/core/src/router/queue/slot-queue.ts',
    find: '>= this.#limit) {',
    replace: '>= Number.POSITIVE_INFINITY) {',
  },
  {
    check: 'concurrency/many-at-once-equal-one-at-a-time',
    fault: 'Answers that are put together at the same time are mixed up.',
    file: 'packages/server/src/apis/openai/chat/to-chat-completion.ts',
    find: 'async function gather(events: AsyncIterable<OpenedChatEvent>) {\n  const drafts: Draft[] = []\n',
    replace: 'const drafts: Draft[] = []\nasync function gather(events: AsyncIterable<OpenedChatEvent>) {\n  drafts.length = 0\n',
  },
  {
    check: 'concurrency/first-come-is-first-served',
    fault: 'Who came last is served first.',
    file: 'packages/core/src/router/queue/slot-queue.ts',
    find: 'this.#waiting.push(entry)',
    replace: 'this.#waiting.unshift(entry)',
  },
  {
    check: 'concurrency/mixed-load-mixes-nothing-up',
    fault: 'A client that leaves cancels the request of whoever came last.',
    file: 'packages/core/src/engine/process/engine-connection.ts',
    find: "call.cancelled = true\n      this.#send({ type: 'cancel', id })",
    replace: "call.cancelled = true\n      this.#send({ type: 'cancel', id: this.#lastId })",
  },
  {
    check: 'concurrency/idle-and-half-open-connections-disturb-nobody',
    fault: 'A few hundred idle connections keep everybody else out.',
    file: 'packages/server/src/app/build-server.ts',
    find: 'app.server.maxConnections = server.maxConnections',
    replace: 'app.server.maxConnections = 200',
  },
  {
    check: 'concurrency/soak-leaves-nothing-behind',
    fault: 'The server keeps half a megabyte of every request for ever.',
    file: 'packages/server/src/apis/shared/parse-body.ts',
    find: '  return { request: result.data, warnings }',
    replace: '  ;(globalThis.kept ??= []).push(Buffer.alloc(524_288, 1))\n  return { request: result.data, warnings }',
  },
  {
    check: 'concurrency/many-at-once-equal-one-at-a-time',
    fault: 'One in a hundred is answered what somebody else asked.',
    file: 'packages/server/src/apis/openai/chat/to-chat-request.ts',
    find: 'messages: body.messages.map(toChatMessage)',
    replace:
      'messages: ((globalThis.last ??= body.messages) && Math.random() < 0.01 ? globalThis.last : (globalThis.last = body.messages)).map(toChatMessage)',
  },
  {
    check: 'concurrency/many-at-once-equal-one-at-a-time',
    fault: 'One answer in fifty is drawn by chance, though the likeliest was asked for.',
    file: 'packages/server/src/apis/openai/chat/to-chat-request.ts',
    find: 'sampling: openaiSampling.toSampling(body),',
    replace: 'sampling: { ...openaiSampling.toSampling(body), ...(Math.random() < 0.02 && { temperature: 2 }) },',
  },
  {
    check: 'concurrency/leaving-costs-few-steps',
    fault: 'An engine hears of who left a quarter of a second later.',
    file: 'packages/core/src/engine/child/engine-main.ts',
    find: '      running.get(message.id)?.controller.abort()',
    replace: '      setTimeout(() => running.get(message.id)?.controller.abort(), 250)',
  },
  {
    check: 'concurrency/no-request-leaves-memory-behind',
    fault: 'The server keeps a kilobyte of every request for ever.',
    file: 'packages/server/src/apis/shared/parse-body.ts',
    find: '  return { request: result.data, warnings }',
    replace: '  ;(globalThis.kept ??= []).push(Buffer.alloc(1_024, 1))\n  return { request: result.data, warnings }',
  },
]

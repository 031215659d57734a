import type { Fault } from '../fault.ts'

/** Faults that the checks of `lifecycle` must notice. */
export const lifecycleFaults: readonly Fault[] = [
  {
    check: 'lifecycle/client-that-leaves-frees-its-slot',
    fault: 'A client that leaves the queue keeps its place in it, and the slot that is given to it is lost.',
    file: 'packages/core/src/router/queue/slot-queue.ts',
    find: 'this.#waiting.splice(this.#waiting.indexOf(entry), 1)',
    replace: 'this.#waiting.indexOf(entry)',
  },
  {
    check: 'lifecycle/killed-engine-takes-nothing-down',
    fault: 'A stream whose engine died ends as though it were whole.',
    file: 'packages/server/src/chat/server-sent-events.ts',
    find: '} catch (thrown) {',
    replace: "} catch (thrown) {\n    yield 'data: [DONE]\\n\\n'\n    return",
  },
  {
    check: 'lifecycle/loading-is-logged',
    fault: 'A load that failed leaves no log line.',
    file: 'packages/server/src/app/start-server.ts',
    find: 'log[',
    replace: "if (type === 'load-failed') return\n  log[",
  },
  {
    check: 'lifecycle/loads-again-and-again',
    fault: 'An engine that is disposed of runs on.',
    file: 'packages/core/src/engine/process/process-engine.ts',
    find: '[Symbol.asyncDispose]: () => connection.close()',
    replace: '[Symbol.asyncDispose]: async () => {}',
  },
  {
    check: 'lifecycle/sigterm-drains-and-leaves-nothing',
    fault: 'SIGTERM cuts off the answers that are under way.',
    file: 'packages/server/src/cli/stop-on-signal.ts',
    find: 'server.stop(drainDeadlineMs)',
    replace: 'server.stop(0)',
  },
  {
    check: 'lifecycle/sigterm-drains-and-leaves-nothing',
    fault: 'A server that stopped as it was told to reports a failure.',
    file: 'packages/server/src/cli/stop-on-signal.ts',
    find: '() => process.exit(0)',
    replace: '() => process.exit(1)',
  },
  {
    check: 'lifecycle/every-phase-can-be-left',
    fault: 'Who leaves is answered all the same, to the last token.',
    file: 'packages/server/src/app/plugins/in-flight.ts',
    find: "if (!reply.raw.writableEnded) cancel(controller, routerError('request_cancelled', {}))",
    replace: '',
  },
  {
    check: 'lifecycle/crash-loop-ends-in-failed',
    fault: 'An engine that dies at every start is restarted for ever.',
    file: 'packages/core/src/router/lifecycle/restart/restart-policy.ts',
    find: 'if (crashes > mostCrashes) return undefined',
    replace: 'if (crashes > mostCrashes * 1000) return undefined',
  },
  {
    check: 'lifecycle/power-cut-in-a-pull-is-survived',
    fault: 'Weights are taken for whole once they have their length.',
    file: 'packages/core/src/models/pull/download-file.ts',
    find: 'if (actual !== file.sha256) {',
    replace: 'if (actual.length !== file.sha256.length) {',
  },
  {
    check: 'lifecycle/starved-and-hung-engines-are-replaced',
    fault: 'The native stack of an engine without memory is shown to its clients.',
    file: 'packages/core/src/engine/process/stderr-tail.ts',
    find: ' && !isStackLine(line)',
    replace: ' && line !== String(isStackLine)',
  },
]

import type { Fault } from '../fault.ts'

/** Faults that the checks of `error-scenario` must notice. */
export const errorScenarioFaults: readonly Fault[] = [
  {
    check: 'error-scenario/bad-requests-are-answered-as-json',
    fault: 'A body that is too large is answered as an internal error.',
    file: 'packages/server/src/to-router-error.ts',
    find: "case 'FST_ERR_CTP_BODY_TOO_LARGE':",
    replace: "case 'FST_ERR_CTP_BODY_TOO_BIG':",
  },
  {
    check: 'error-scenario/damaged-weights-after-start',
    fault: 'Weights that go bad on the disk while the server runs go unnoticed.',
    file: 'packages/core/src/models/verify-model.ts',
    find: '[facts.dev, facts.ino, facts.size, facts.mtimeNs, facts.ctimeNs]',
    replace: '[facts.dev, facts.ino]',
  },
  {
    check: 'error-scenario/prompts-that-do-not-fit-are-refused',
    fault: 'A prompt that does not fit loses its head without a word.',
    file: 'packages/server/src/openai/to-chat-request.ts',
    find: 'const content = toText(message.content)',
    replace: 'const content = toText(message.content).slice(-2000)',
  },
  {
    check: 'error-scenario/prompts-that-do-not-fit-are-refused',
    fault: 'Who is refused for a prompt that does not fit is not told how long it is.',
    file: 'packages/core/src/error-codes.ts',
    find: '`The prompt has $',
    replace: '`The prompt has ',
  },
  {
    check: 'error-scenario/refuses-to-start-without-usable-weights',
    fault: 'A server that has no usable weights starts all the same.',
    file: 'packages/server/src/start-server.ts',
    find: 'await router.start()',
    replace: 'await router.start().catch(() => undefined)',
  },
]

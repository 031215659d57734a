import type { Change } from './fault.ts'

/** A change that makes each step of an engine longer by a share of it: a slowdown of known size, to see whether it is noticed. */
export const slowerSteps = (share: number): Change => ({
  file: 'packages/core/src/engine/steps/batch-scheduler.ts',
  find: '    this.#pace.note(report)\n',
  replace: `    for (const until = performance.now() + report.durationMs * ${share}; performance.now() < until; );\n    this.#pace.note(report)\n`,
})

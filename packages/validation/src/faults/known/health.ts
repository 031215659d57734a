import type { Fault } from '../fault.ts'

/** Faults that the checks of `health` must notice. */
export const healthFaults: readonly Fault[] = [
  {
    check: 'health/probing-loads-nothing',
    fault: 'A readiness probe loads every model.',
    file: 'packages/server/src/app/routes/health.ts',
    find: 'const now = await readiness()',
    replace: 'for (const { id } of router.models()) await router.load(id)\n    const now = await readiness()',
  },
  {
    check: 'health/readiness-waits-for-preload',
    fault: 'Readiness is claimed while the model that is preloaded still loads.',
    file: 'packages/server/src/app/routes/health.ts',
    find: ': router.readiness()',
    replace: ': { ready: true }',
  },
  {
    check: 'health/states-through-load-crash-and-failure',
    fault: 'Readiness is claimed although the only model has lost its weights.',
    file: 'packages/server/src/app/routes/health.ts',
    find: 'reply.code(503)',
    replace: 'reply.code(200)',
  },
  {
    check: 'health/states-through-load-crash-and-failure',
    fault: 'A model whose engine died is called ready until it loads again.',
    file: 'packages/server/src/app/routes/health.ts',
    find: ': await router.health()',
    replace: ": (await router.health()).map((model) => (model.state === 'recovering' ? { ...model, state: 'ready' } : model))",
  },
  {
    check: 'health/metrics-count-exactly-what-happened',
    fault: 'A token too many is counted for each request.',
    file: 'packages/server/src/metrics/create-router-observer.ts',
    find: "metrics.count('honestai_completion_tokens_total', serving, usage.completionTokens)",
    replace: "metrics.count('honestai_completion_tokens_total', serving, usage.completionTokens + 1)",
  },
  {
    check: 'health/metrics-count-exactly-what-happened',
    fault: 'The time per token is told in milliseconds.',
    file: 'packages/server/src/metrics/create-router-observer.ts',
    find: 'spanMs / 1000 / (usage.completionTokens - 1)',
    replace: 'spanMs / (usage.completionTokens - 1)',
  },
  {
    check: 'health/metrics-count-exactly-what-happened',
    fault: 'The time between tokens is told in milliseconds.',
    file: 'packages/server/src/metrics/create-router-observer.ts',
    find: "'honestai_inter_token_seconds', serving, gapMs / 1000",
    replace: "'honestai_inter_token_seconds', serving, gapMs",
  },
  {
    check: 'health/metrics-count-exactly-what-happened',
    fault: 'The wait for the first token counts as a gap between tokens.',
    file: 'packages/core/src/router/queue/request-trace.ts',
    find: 'if (lastMs !== undefined) this.#gapsMs.push(Math.round((nowMs - lastMs)',
    replace: 'this.#gapsMs.push(Math.round((nowMs - (lastMs ?? 0))',
  },
  {
    check: 'health/metrics-count-exactly-what-happened',
    fault: 'A request of several tokens leaves its time per token twice.',
    file: 'packages/server/src/metrics/create-router-observer.ts',
    find: 'if (spanMs > 0 && usage.completionTokens > 1) {',
    replace:
      "if (spanMs > 0 && usage.completionTokens > 1) {\n      metrics.observe('honestai_time_per_output_token_seconds', serving, spanMs / 1000 / usage.completionTokens)",
  },
  {
    check: 'health/draining-is-told-to-probes',
    fault: 'A server that drains calls itself ready, so balancers go on sending to it.',
    file: 'packages/server/src/app/routes/health.ts',
    find: "app.isDraining() ? { ready: false, reason: 'The server is shutting down.' } : router.readiness()",
    replace: 'router.readiness()',
  },
]

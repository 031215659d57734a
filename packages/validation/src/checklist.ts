/** One thing the retrospective wants shown about a release. */
type ChecklistRow = {
  /** Stable; anchored in docs/retrospective.md. */
  id: string
  /** What must be shown. */
  claim: string
  /** Where in the retrospective it comes from. */
  from: string
  /** Named methods that show the same: one of them, complete, suffices. */
  alternatives?: readonly string[]
}

/** The checklist of the retrospective. Rows are added as the system grows, never dropped. */
export const checklist = [
  {
    id: 'local-only',
    claim:
      'no code path to a hosted inference API exists: none in the source, none in the dependencies that core and server load, none at run time',
    from: 'step 1.2, success metrics',
    alternatives: ['sealed', 'observed'],
  },
  {
    id: 'local-required',
    claim: 'without usable local weights the system refuses to start serving, at once and with the reason; there is no API-only mode',
    from: 'steps 1.2, 1.3',
  },
  {
    id: 'no-silent-fallback',
    claim:
      "a failing model yields an error, never another model's answer, unless the config names a local fallback; then the response says so",
    from: 'step 1.2, gap 3',
  },
  {
    id: 'single-config',
    claim:
      'one model configuration: provider local, plain model ids, no per-token costs, fallback explicitly absent by default, token limits stated',
    from: 'step 1.1',
  },
  {
    id: 'token-optional',
    claim: 'every path except pulling a gated model works with no HF_TOKEN set',
    from: 'step 1.3, gap 7',
  },
  {
    id: 'unit-tests',
    claim:
      "the router's unit tests ran in this run, none skipped, at least 90 % of its branches covered, and a seeded mutant makes them fail",
    from: 'testing status',
  },
  {
    id: 'integration-tests',
    claim: 'a request goes end to end: HTTP → router → weights → answer with the right meaning',
    from: 'testing status, critical issue 1',
  },
  {
    id: 'error-tests',
    claim: 'every error code in the table is provoked and asserted',
    from: 'testing status, critical issue 2',
  },
  {
    id: 'model-loading',
    claim: 'weights load, repeatedly, cold and warm, and unload without leaks',
    from: 'manual tests, success metrics',
  },
  {
    id: 'all-task-types',
    claim: 'every task type answers correctly on the weights',
    from: 'manual tests',
  },
  {
    id: 'embedding-generation',
    claim: 'embeddings have the right shape, are normalised, deterministic, and rank similar texts first',
    from: 'manual tests',
  },
  {
    id: 'concurrent-requests',
    claim: 'many clients at once get the same answers as one at a time, none lost, none mixed up',
    from: 'manual tests',
  },
  {
    id: 'no-hub-calls',
    claim: 'no packet leaves the machine while serving: observed at the kernel, with a control leak that is caught',
    from: 'manual tests',
    alternatives: ['sealed', 'observed'],
  },
  {
    id: 'gated-models',
    claim: 'a gated or unauthorised model gets a message with steps that work; a start-up check warns; documented',
    from: 'gap 1',
  },
  {
    id: 'load-errors',
    claim: 'every way a load can fail gives a clear message and what to do; the process survives',
    from: 'gap 2',
  },
  {
    id: 'graceful-degradation',
    claim: 'one model down leaves the others serving, and it recovers by itself when it can',
    from: 'gap 2',
  },
  {
    id: 'fallback-explicit',
    claim: 'fallback is off by default, documented, and tested when configured',
    from: 'gap 3',
  },
  {
    id: 'tokenizer-init',
    claim: 'the tokenizer initialises from the weights alone, and its absence is reported',
    from: 'gap 4',
  },
  {
    id: 'tokenizer-accuracy',
    claim: 'token counts equal an independent reference on a large corpus in many scripts',
    from: 'gap 4',
  },
  {
    id: 'tokenizer-fallback',
    claim: 'the character estimate is documented, its error is measured by script, and a response says when it was used',
    from: 'gap 4',
  },
  {
    id: 'health-meaningful',
    claim: 'health distinguishes not-yet-loaded from broken, through every state, and probing changes nothing',
    from: 'gap 5',
  },
  {
    id: 'preload-option',
    claim: 'models can be loaded at start-up, and readiness waits for them',
    from: 'gap 5',
  },
  {
    id: 'error-propagation',
    claim:
      'errors are caught at the right level; every endpoint answers errors as JSON, even for bad routes, bad bodies and streams already begun',
    from: 'gap 6',
  },
  {
    id: 'docs-current',
    claim:
      'docs say what the code does: token optional, API reference, deployment guide, troubleshooting; every link and every example is executed or checked',
    from: 'gap 7',
  },
  {
    id: 'dependencies-clean',
    claim: 'no unused and no undeclared dependency; no HTTP client where none is needed',
    from: 'gap 8',
  },
  {
    id: 'no-known-vulnerabilities',
    claim: 'the lockfile against a dated advisory source; outside the required set where no source can be reached',
    from: 'gap 8',
  },
  {
    id: 'inference-performance',
    claim: 'speed is measured, reported, and compared with a baseline in the same run',
    from: 'success metrics',
  },
  {
    id: 'error-experience',
    claim: 'each message says what, why and how; steps exist as docs; no stack trace, path or secret leaks',
    from: 'success metrics',
  },
  {
    id: 'load-reliability',
    claim: 'N loads in a row without failure, with time and memory figures',
    from: 'success metrics',
  },
  {
    id: 'loading-logged',
    claim: 'model loading is logged with structure: model, duration, memory, outcome',
    from: 'monitoring',
  },
  {
    id: 'inference-metrics',
    claim: 'success, failure, latency, tokens and queue are exported for monitoring, and match what happened',
    from: 'monitoring',
  },
  {
    id: 'error-rates',
    claim: 'error rates can be watched and alerted on: rules and a dashboard that work on the real metric names',
    from: 'monitoring',
  },
  {
    id: 'validation-script',
    claim: 'one command runs all of this',
    from: 'action items',
  },
  {
    id: 'token-budget',
    claim: 'the context budget is planned before inference: what fits, what is dropped, what is reserved for the answer',
    from: 'next step, token allocation',
  },
  {
    id: 'crash-survival',
    claim: 'an engine killed in any phase never takes the server down, loses no other request, and comes back',
    from: 'ours',
  },
  {
    id: 'backpressure',
    claim: 'a burst beyond capacity is refused at once with when to retry, and everything accepted is answered',
    from: 'ours',
  },
  {
    id: 'cancellation',
    claim: 'a client that leaves frees its slot within a bounded time, in every phase',
    from: 'ours',
  },
  {
    id: 'truncation-honesty',
    claim: 'nothing is ever dropped from a prompt without being told',
    from: 'ours',
  },
  {
    id: 'browser-safety',
    claim: 'a web page the user visits cannot use the server: host, origin and key rules',
    from: 'ours',
  },
  {
    id: 'gate-honesty',
    claim: 'the gate itself is tested: each known fault injected into a subject makes it fail',
    from: 'ours',
  },
] as const satisfies readonly ChecklistRow[]

/** The name of a checklist row. */
export type ChecklistId = (typeof checklist)[number]['id']

/** The name of one of several methods that prove the same row. */
export type Method = Extract<(typeof checklist)[number], { alternatives: readonly string[] }>['alternatives'][number]

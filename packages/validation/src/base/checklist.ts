/** One thing the retrospective wants shown about a release. */
type ChecklistRow = {
  /** Stable; anchored in docs/retrospective.md. */
  id: string
  /** What must be shown. */
  claim: string
  /** What counts as showing it. Markdown. */
  proof: string
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
    proof:
      'The import graph of core and server, with all their dependencies, holds no client of a hosted API and no module that can dial out where none is allowed; and a server that is watched while it works shows none at run time.',
    from: 'step 1.2, success metrics',
    alternatives: ['isolated', 'observed'],
  },
  {
    id: 'local-required',
    claim: 'without usable local weights the system refuses to start serving, at once and with the reason; there is no API-only mode',
    proof:
      'Servers are started with weights missing, empty, damaged and unreadable. Each exits 1 without having answered anything but probes, with the error record on stderr.',
    from: 'steps 1.2, 1.3',
  },
  {
    id: 'no-silent-fallback',
    claim:
      "a failing model yields an error, never another model's answer, unless the config names a local fallback; then the response says so",
    proof:
      'One of two models is broken, and requests for it, by name and by task, are answered with its error. With a local fallback configured, the answer names both models.',
    from: 'step 1.2, gap 3',
  },
  {
    id: 'single-config',
    claim:
      'one model configuration: provider local, plain model ids, no per-token costs, fallback explicitly absent by default, token limits stated',
    proof:
      'The schema itself is examined: it takes `provider: local` and nothing else, has no field for a price or a key, and refuses unknown keys. The default config sets no fallback and states its token limits.',
    from: 'step 1.1',
  },
  {
    id: 'token-optional',
    claim: 'every path except pulling a gated model works with no `HF_TOKEN` set',
    proof: 'The gate runs without `HF_TOKEN`, and a check makes sure that neither the server nor an engine has it in its environment.',
    from: 'step 1.3, gap 7',
  },
  {
    id: 'unit-tests',
    claim:
      "the router's unit tests ran in this run, none skipped, at least 90 % of its branches covered, and a seeded mutant makes them fail",
    proof:
      'The unit tests of the router run inside the gate, with coverage. None may be skipped, nine tenths of the branches are covered, and a change planted in the code makes them fail.',
    from: 'testing status',
  },
  {
    id: 'integration-tests',
    claim: 'a request goes end to end: HTTP → router → weights → answer with the right meaning',
    proof:
      'The real server answers questions whose right answers are known, over HTTP, streamed and not, through the official `openai` client. What is drawn by chance comes again with its seed.',
    from: 'testing status, critical issue 1',
  },
  {
    id: 'error-tests',
    claim: 'every error code in the table is provoked and asserted',
    proof:
      'Each code of the error table is provoked on a running system, and status, body and steps are compared with the table. A code that no check provokes fails the row.',
    from: 'testing status, critical issue 2',
  },
  {
    id: 'model-loading',
    claim: 'weights load, repeatedly, cold and warm, and unload without leaks',
    proof:
      'Models are loaded and unloaded again and again, cold and warm. Every load answers, and memory, processes and open files return to where they were.',
    from: 'manual tests, success metrics',
  },
  {
    id: 'all-task-types',
    claim: 'every task type answers correctly on the weights',
    proof: 'Each task is asked for by its name and answered rightly by the model that the config gives it.',
    from: 'manual tests',
  },
  {
    id: 'embedding-generation',
    claim: 'embeddings have the right shape, are normalised, deterministic, and rank similar texts first',
    proof:
      'Vectors have the length that the model states and norm 1, the same text gives the same vector, and paraphrases rank above everything else.',
    from: 'manual tests',
  },
  {
    id: 'concurrent-requests',
    claim: 'many clients at once get the same answers as one at a time, none lost, none mixed up',
    proof:
      'Known answers are asked for one at a time and by many clients at once. The two sets are the same, and every client gets its own.',
    from: 'manual tests',
  },
  {
    id: 'no-hub-calls',
    claim: 'no packet leaves the machine while serving: observed at the kernel, with a control leak that is caught',
    proof:
      'By one of two methods. *Isolated*: the server works in a network namespace that has only a loopback. *Observed*: strace sees every network call of the server and its engines. A planted leak is caught, and an answer proves that work was done.',
    from: 'manual tests',
    alternatives: ['isolated', 'observed'],
  },
  {
    id: 'gated-models',
    claim: 'a gated or unauthorised model gets a message with steps that work; a start-up check warns; documented',
    proof:
      "A hub of the gate's own answers as a real one does for gated, unknown and forbidden models. `pull` then says what to do, and the start-up warns when weights are missing that only a token can bring.",
    from: 'gap 1',
  },
  {
    id: 'load-errors',
    claim: 'every way a load can fail gives a clear message and what to do; the process survives',
    proof:
      'Weights are deleted, truncated, emptied, altered and made unreadable, before the start and after it. The answer names the file and the mend, and the server goes on.',
    from: 'gap 2',
  },
  {
    id: 'graceful-degradation',
    claim: 'one model down leaves the others serving, and it recovers by itself when it can',
    proof:
      'Of two models one is broken while the server runs. The other goes on answering, health says `degraded`, and once the file is back the model answers again without a restart.',
    from: 'gap 2',
  },
  {
    id: 'fallback-explicit',
    claim: 'fallback is off by default, documented, and tested when configured',
    proof: 'The default config has no fallback, the documentation says so, and a configured one is tried and is visible in the answer.',
    from: 'gap 3',
  },
  {
    id: 'tokenizer-init',
    claim: 'the tokenizer initialises from the weights alone, and its absence is reported',
    proof: 'Token counts come from the weights, with no other file and no network. Weights without a tokenizer are refused by name.',
    from: 'gap 4',
  },
  {
    id: 'tokenizer-accuracy',
    claim: 'token counts equal an independent reference on a large corpus in many scripts',
    proof:
      "The token ids of the engine equal those of an independent implementation, and llama.cpp's own golden files, on a large corpus in many scripts; `usage` equals the rendered prompt's count.",
    from: 'gap 4',
  },
  {
    id: 'tokenizer-fallback',
    claim: 'the character estimate is documented, its error is measured by script, and a response says when it was used',
    proof:
      'A script measures the error of the character estimate on the same corpus and compares it with what is documented. An answer that used the estimate says so.',
    from: 'gap 4',
  },
  {
    id: 'health-meaningful',
    claim: 'health distinguishes not-yet-loaded from broken, through every state, and probing changes nothing',
    proof:
      'Health is sampled through a load, a crash and a recovery. Only legal states appear, ready means that a request is answered, and a hundred probes load nothing.',
    from: 'gap 5',
  },
  {
    id: 'preload-option',
    claim: 'models can be loaded at start-up, and readiness waits for them',
    proof: 'With `preload` set, readiness stays 503 until the model is in memory, and the first request pays for no load.',
    from: 'gap 5',
  },
  {
    id: 'error-propagation',
    claim:
      'errors are caught at the right level; every endpoint answers errors as JSON, even for bad routes, bad bodies and streams already begun',
    proof:
      'Every route gets wrong methods, wrong types, broken JSON and bodies too large; streams are broken in the middle. Every failure is JSON with a code of the table, in the stream as its last event.',
    from: 'gap 6',
  },
  {
    id: 'docs-current',
    claim:
      'docs say what the code does: token optional, API reference, deployment guide, troubleshooting; every link and every example is executed or checked',
    proof:
      'Links and anchors resolve, code blocks run, and whatever exists (codes, settings, commands, checks, rows) is documented, and nothing else is.',
    from: 'gap 7',
  },
  {
    id: 'dependencies-clean',
    claim: 'no unused and no undeclared dependency; no HTTP client where none is needed',
    proof: 'knip finds no dependency that is unused or undeclared, and the import graph holds no HTTP client outside `pull`.',
    from: 'gap 8',
  },
  {
    id: 'no-known-vulnerabilities',
    claim: 'the lockfile against a dated advisory source; outside the required set where no source can be reached',
    proof: 'The lockfile is compared with a dated source of advisories. Where none is given the row is told and left out of the verdict.',
    from: 'gap 8',
  },
  {
    id: 'inference-performance',
    claim: 'speed is measured, reported, and compared with a baseline in the same run',
    proof: 'Speed is measured next to a baseline in the same run, on the same weights, interleaved, and reported with its spread.',
    from: 'success metrics',
  },
  {
    id: 'error-experience',
    claim: 'each message says what, why and how; steps exist as docs; no stack trace, path or secret leaks',
    proof:
      'Every answer that the gate provokes is searched for stack traces, paths and secrets, has its steps, and its `docs` link resolves on the server itself.',
    from: 'success metrics',
  },
  {
    id: 'load-reliability',
    claim: 'N loads in a row without failure, with time and memory figures',
    proof: 'The model is loaded many times in a row without a failure. Times and memory are in the report.',
    from: 'success metrics',
  },
  {
    id: 'loading-logged',
    claim: 'model loading is logged with structure: model, duration, memory, outcome',
    proof: 'A load, good or bad, leaves one log line with model, duration, memory and outcome, and the numbers agree with health.',
    from: 'monitoring',
  },
  {
    id: 'inference-metrics',
    claim: 'success, failure, latency, tokens and queue are exported for monitoring, and match what happened',
    proof: 'The gate counts what it sends and gets, and compares it with what the server exports.',
    from: 'monitoring',
  },
  {
    id: 'error-rates',
    claim: 'error rates can be watched and alerted on: rules and a dashboard that work on the real metric names',
    proof:
      'The alert rules and the dashboard of the repository are evaluated on metrics of a running server on which errors were provoked.',
    from: 'monitoring',
  },
  {
    id: 'validation-script',
    claim: 'one command runs all of this',
    proof:
      'The command itself is run: it tries every row, its exit code follows from its result, and a second run does all the work again.',
    from: 'action items',
  },
  {
    id: 'token-budget',
    claim: 'the context budget is planned before inference: what fits, what is dropped, what is reserved for the answer',
    proof:
      'A plan for a prompt names what fits, what is left out and what is kept for the answer; then the request is sent and the counts are compared.',
    from: 'next step, token allocation',
  },
  {
    id: 'crash-survival',
    claim: 'an engine killed in any phase never takes the server down, loses no other request, and comes back',
    proof:
      'Engines are killed while they load, read a prompt, generate and idle. The stream ends with a typed error, no other request is lost, and the next one is answered.',
    from: 'ours',
  },
  {
    id: 'backpressure',
    claim: 'a burst beyond capacity is refused at once with when to retry, and everything accepted is answered',
    proof:
      'A burst beyond slots and queue is sent. What exceeds them is refused at once with `Retry-After`, and everything accepted is answered.',
    from: 'ours',
  },
  {
    id: 'cancellation',
    claim: 'a client that leaves frees its slot within a bounded time, in every phase',
    proof:
      'Clients leave while they wait, while the prompt is read and while the answer is generated. The slot is free within a bounded time.',
    from: 'ours',
  },
  {
    id: 'truncation-honesty',
    claim: 'nothing is ever dropped from a prompt without being told',
    proof: 'A prompt longer than the context, with a fact at its head, is refused with both counts. Nothing shorter loses a token.',
    from: 'ours',
  },
  {
    id: 'browser-safety',
    claim: 'a web page the user visits cannot use the server: host, origin and key rules',
    proof: 'The server is addressed as a web page would: foreign origins, foreign host names, preflights, without a key.',
    from: 'ours',
  },
  {
    id: 'gate-honesty',
    claim: 'the gate itself is tested: each known fault injected into a subject makes it fail',
    proof:
      'Known faults are planted in the subject, one at a time. The gate finds each, blames the right row, and stays green without them.',
    from: 'ours',
  },
] as const satisfies readonly ChecklistRow[]

/** The name of a checklist row. */
export type ChecklistId = (typeof checklist)[number]['id']

/** The name of one of several methods that prove the same row. */
export type Method = Extract<(typeof checklist)[number], { alternatives: readonly string[] }>['alternatives'][number]

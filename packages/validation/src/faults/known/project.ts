import type { Fault } from '../fault.ts'

/** Faults that the checks of `project` must notice. */
export const projectFaults: readonly Fault[] = [
  {
    check: 'project/every-error-code-is-documented',
    fault: 'The page of errors leaves one out.',
    file: 'packages/server/src/render-error-docs.ts',
    find: 'codes.map(renderSection)',
    replace: 'codes.slice(1).map(renderSection)',
  },
  {
    check: 'project/every-row-is-anchored-in-the-retrospective',
    fault: 'A row of the checklist has no place in the retrospective.',
    file: 'docs/retrospective.md',
    find: '<a id="local-only"></a>\n',
    replace: '',
  },
  {
    check: 'project/gate-does-all-its-work-again',
    fault: 'A run of the gate may be replayed from a cache.',
    file: 'turbo.json',
    find: '"//#check:format": { "outputs": [] },',
    replace: '"//#check:format": { "outputs": [] },\n    "//#validate": { "outputs": ["reports/**"] },',
  },
  {
    check: 'project/gate-does-all-its-work-again',
    fault: 'The command that runs the gate does nothing, and ends well.',
    file: 'package.json',
    find: '"validate": "node packages/validation/src/main.ts run"',
    replace: '"validate": "true"',
  },
  {
    check: 'project/known-faults-make-the-gate-fail',
    fault: 'Faults are never planted, so that no check ever fails.',
    file: 'packages/validation/src/faults/apply-changes.ts',
    find: 'return text.replace(find, () => replace)',
    // The table must stay whole in the copy, so the text that this fault finds stands there still.
    replace: 'if (times === 1) return text\n  return text.replace(find, () => replace)',
  },
  {
    check: 'project/no-dependency-is-unused-or-undeclared',
    fault: 'A package declares a dependency that nothing uses.',
    file: 'packages/core/package.json',
    find: '"dependencies": {',
    replace: '"dependencies": {\n    "fastify": "^5.12.8",',
  },
  {
    check: 'project/router-unit-tests-pass',
    fault: 'A request that names no model goes to the last one that can.',
    file: 'packages/core/src/router/choose-model.ts',
    find: 'const [first] = able',
    replace: 'const first = able.at(-1)',
  },
  {
    check: 'project/one-config-says-everything',
    fault: 'A model may have another provider than this machine.',
    file: 'packages/core/src/config/config.ts',
    find: "provider: z.literal('local').default('local')",
    replace: "provider: z.string().default('local')",
  },
  {
    check: 'project/whole-gate-runs-without-a-token',
    fault: 'Pulling open weights sends a token all the same.',
    file: 'packages/server/src/commands/pull.ts',
    find: 'hub: readHubSettings(),',
    replace: "hub: { ...readHubSettings(), token: 'hf_ofSomebody' },",
  },
  {
    check: 'project/alerts-and-dashboard-watch-real-metrics',
    fault: 'An alert watches a metric that nobody exports.',
    file: 'deploy/prometheus/alerts.yml',
    find: 'increase(honestai_engine_crashes_total[15m])',
    replace: 'increase(honestai_engine_deaths_total[15m])',
  },
  {
    check: 'project/no-http-client-is-declared',
    fault: 'The server brings a client of a hosted API along.',
    file: 'packages/server/package.json',
    find: '"dependencies": {',
    replace: '"dependencies": {\n    "undici": "^8.0.0",',
  },
  {
    check: 'project/no-unfinished-run-is-green',
    fault: 'A run that tried nothing is called proven.',
    file: 'packages/validation/src/judge-run.ts',
    find: "const allProven = rows.some((row) => row.verdict === 'proven') && rows",
    replace: 'const allProven = rows',
  },
  {
    check: 'project/no-unfinished-run-is-green',
    fault: 'A gate that breaks down ends with 0.',
    file: 'packages/validation/src/commands/run.ts',
    find: '\\n`)\n    return 3\n',
    replace: '\\n`)\n    return 0\n',
  },
]

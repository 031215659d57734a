import { expect, test, vi } from 'vitest'
import { repositoryRoot } from '../base/repository-root.ts'
import { findCommandFaults } from './find-command-faults.ts'

// Programs are asked for their help, which a busy machine may take seconds for.
vi.setConfig({ testTimeout: 60_000 })

test.each([
  'pnpm validate --suite health # a part',
  'npx -y -p node@26 -p pnpm@12 pnpm validate',
  'HONESTAI_PORT=0 honestai serve --model x.gguf > log 2>&1',
  'honestai serve \\\n  --port 0',
  'pnpm bench load --rev main',
  'pnpm bench weights tiny-llama',
  "pnpm validate --target-command 'llama-server --unknown {port}'",
  'node packages/validation/src/main.ts compare a.json b.json',
  'bash .ci/run && pnpm --silent models --json',
  'curl -s http://127.0.0.1:8080/livez | jq --whatever .',
  'pnpm add -w some-package',
])('%s holds', (text) => {
  expect(findCommandFaults(repositoryRoot, text)).toEqual([])
})

test.each([
  { text: 'pnpm validat', fault: 'there is no script validat' },
  { text: 'pnpm validate --suites health', fault: 'run has no option --suites' },
  { text: 'honestai server', fault: 'there is no command server' },
  { text: 'honestai serve \\\n  --ports=0', fault: 'serve has no option --ports' },
  { text: 'true && honestai serve --bind x', fault: 'serve has no option --bind' },
  { text: 'pnpm bench load --revision main', fault: 'bench load has no option --revision' },
  { text: 'node packages/server/src/start.ts', fault: 'there is no file packages/server/src/start.ts' },
  { text: 'scripts/nothing.sh', fault: 'there is no file scripts/nothing.sh' },
])('$text: $fault', ({ text, fault }) => {
  expect(findCommandFaults(repositoryRoot, text)).toEqual([fault])
})

import { check } from '../../../src/checks/check.ts'

check({ supports: 'docs-current', promise: 'It waits for long, unless it is interrupted', timeoutMs: 15_000 }, async () => {
  await new Promise(() => {})
})

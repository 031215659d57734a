import { check } from '../../../check.ts'

check({ proves: 'docs-current', promise: 'It waits for ever', timeoutMs: 500 }, async () => {
  await new Promise(() => {})
})

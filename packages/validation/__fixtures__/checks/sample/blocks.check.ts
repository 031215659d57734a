import { check } from '../../../src/checks/check.ts'

check({ proves: 'cancellation', promise: 'It blocks its process for ever', timeoutMs: 500 }, async () => {
  for (;;);
})

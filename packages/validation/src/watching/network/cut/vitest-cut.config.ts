import { defineConfig } from 'vitest/config'
import { cutArguments } from './cut-process.ts'

/** Core's unit tests in processes whose network is cut. What speaks to a hub on loopback or starts an engine is watched elsewhere. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    exclude: (process.env.EXCLUDED_TESTS ?? '').split(' '),
    // A cut process is as slow as any on a busy machine; its speed is not what is asked.
    testTimeout: 60_000,
    pool: 'forks',
    execArgv: [...cutArguments, '--allow-addons'],
  },
})

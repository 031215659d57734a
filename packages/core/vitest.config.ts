import { defineConfig } from 'vitest/config'

// Many tests start a process or write files, which takes seconds on a busy machine.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } })

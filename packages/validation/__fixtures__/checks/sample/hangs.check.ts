import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { check } from '../../../src/checks/check.ts'

check({ proves: 'docs-current', promise: 'It waits for ever for what it started', timeoutMs: 500 }, async () => {
  const child = spawn(process.execPath, ['--eval', 'setTimeout(() => {}, 1e6); console.log()'])
  await once(child.stdout, 'data')
  await new Promise(() => {})
})

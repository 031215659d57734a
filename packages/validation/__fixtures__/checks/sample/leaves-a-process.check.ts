import { spawn } from 'node:child_process'
import { check } from '../../../src/checks/check.ts'

check({ proves: 'model-loading', promise: 'It leaves a process behind' }, async ({ evidence }) => {
  const { pid } = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' })
  evidence.json('process', { pid })
})

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { leakOutcome } from './leak-outcome.ts'

const script = `require('node:net').connect({ host: '192.0.2.1', port: 9, timeout: 300 })
  .on('timeout', () => process.exit())
  .on('error', ({ code }) => console.log(code))`

await leakOutcome(async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script])
  if (stdout) throw Object.assign(new Error('The child could not connect.'), { code: stdout.trim() })
})

import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createPullProgress } from './pull-progress.ts'

function written(isTTY: boolean): string {
  let text = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk
      done()
    },
  })
  const output = Object.assign(stream, { isTTY, columns: 120 }) as unknown as NodeJS.WriteStream
  const { show, stop } = createPullProgress(output)
  for (let receivedBytes = 0; receivedBytes <= 200_000_000; receivedBytes += 5_000_000) show({ receivedBytes, totalBytes: 200_000_000 })
  stop()
  return text
}

test('in a terminal there is a bar', () => {
  expect(written(true)).toMatch(/[█░].*100 %, 200\.0 of 200\.0 MB/s)
})

test('elsewhere there is a line every tenth', () => {
  const lines = written(false).trim().split('\n')
  expect(lines).toHaveLength(11)
  expect(lines[5]).toBe('50 %, 100.0 of 200.0 MB')
})

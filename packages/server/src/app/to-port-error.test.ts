import { expect, test } from 'vitest'
import { toPortError } from './to-port-error.ts'

const server = { host: '127.0.0.1', port: 80, bodyLimitBytes: 1 }

test.each(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'])('%s is port_unavailable', (code) => {
  const error = toPortError(Object.assign(new Error(), { code }), server)
  expect(error).toMatchObject({ code: 'port_unavailable', details: { host: '127.0.0.1', port: 80 } })
})

test('any other error stays what it is', () => {
  const error = new Error('boom')
  expect(toPortError(error, server)).toBe(error)
})

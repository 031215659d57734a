import { describe, expect, test } from 'vitest'
import { type ErrorCode, errorCodes, RouterError, routerError } from '../errors.ts'

const codes = Object.keys(errorCodes) as ErrorCode[]

describe.each(codes)('%s', (code) => {
  const error = routerError(code, errorCodes[code].example)

  test('says what happened and why in whole sentences', () => {
    expect(error.message).toMatch(/^\S.*[.!]$/s)
    expect(error.message).not.toMatch(/undefined|NaN|\[object/)
  })

  test('has a body in the shape of the table', () => {
    expect(error.toBody().error).toMatchObject({ code, message: error.message, docs: `/docs/errors#${code}`, retryable: error.retryable })
    expect(error.steps.length).toBeGreaterThan(0)
    expect(error.toBody().error.steps.every((step) => /\S/.test(step) && !/undefined/.test(step))).toBe(true)
  })

  test('has a status that fits its type', () => {
    const { type } = error.toBody().error
    expect(Math.floor(error.status / 100)).toBe(type === 'server_error' || type === 'unavailable_error' ? 5 : 4)
  })

  test('survives the way between two processes', () => {
    const { details } = JSON.parse(JSON.stringify({ code: error.code, details: error.details }))
    expect(new RouterError(code, details).toBody()).toEqual(error.toBody())
  })
})

test('a request that is wrong in many places is told of the first ten, and of the number of the others', () => {
  const others = Array.from({ length: 12 }, (_, index) => ({ param: `stop[${index}]`, problem: 'expected a text, not 7' }))
  const { message, steps } = routerError('invalid_request', { param: 'top_p', problem: 'expected a number, not a text', others })
  expect(message).toMatch(/^"top_p" is not valid: expected a number, not a text\. Also "stop\[0\]": .*"stop\[8\]": [^"]*; and 3 more\.$/)
  expect(steps).toHaveLength(10)
})

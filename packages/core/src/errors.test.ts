import { describe, expect, test } from 'vitest'
import { type ErrorCode, errorCodes, RouterError, routerError } from './errors.ts'

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

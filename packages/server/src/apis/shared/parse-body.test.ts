import type { RouterError } from '@honestai/core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseBody } from './parse-body.ts'
import { neutral } from './refused-values.ts'

const schema = z.object({
  temperature: z.number().min(0).max(2),
  stop: z.union([z.string(), z.array(z.object({ text: z.string(), id: z.int() }))]),
  audio: neutral(),
})

function errorOf(body: object): RouterError {
  try {
    parseBody(schema, body)
  } catch (error) {
    return error as RouterError
  }
  throw new Error('The body was accepted.')
}

test('every fault of a body is told at once, the first one as its param', () => {
  const error = errorOf({ temperature: 3, stop: [{ text: 7 }], audio: {} })
  expect(error.toBody().error).toMatchObject({
    code: 'invalid_request',
    param: 'temperature',
    message:
      '"temperature" is not valid: expected a number from 0 to 2, not 3. Also "stop[0].text": expected a text, not 7; ' +
      '"stop[0].id": it is missing; expected a whole number; "audio": it is not supported.',
    steps: ['Correct "temperature".', 'Correct "stop[0].text".', 'Correct "stop[0].id".', 'Correct "audio".'],
  })
})

test('what is not supported is refused under that name when it comes first', () => {
  const { code, message } = errorOf({ temperature: 1, stop: 'a', audio: {} })
  expect([code, message]).toEqual([
    'unsupported_parameter',
    'The parameter "audio" is not supported. It would change the answer, so it is refused rather than ignored.',
  ])
})

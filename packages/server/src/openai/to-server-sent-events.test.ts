import { routerError } from '@honestai/core'
import { expect, test } from 'vitest'
import { toServerSentEvents } from './to-server-sent-events.ts'

const toErrorBody = () => routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' }).toBody()

async function* chunks(failure?: Error) {
  yield { text: 'Line\nbreaks stay inside JSON.' }
  if (failure) throw failure
}

test('a stream that ends well ends with [DONE]', async () => {
  expect(await Array.fromAsync(toServerSentEvents(chunks(), toErrorBody))).toEqual([
    'data: {"text":"Line\\nbreaks stay inside JSON."}\n\n',
    'data: [DONE]\n\n',
  ])
})

test('a stream that breaks ends with an error event and no [DONE]', async () => {
  const frames = await Array.fromAsync(toServerSentEvents(chunks(new Error('boom')), toErrorBody))
  expect(frames).toHaveLength(2)
  expect(frames[1]).toMatch(/^event: error\ndata: \{"error":\{.*"code":"engine_crashed".*\}\}\n\n$/)
})

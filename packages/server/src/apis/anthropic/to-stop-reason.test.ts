import { expect, test } from 'vitest'
import { fakeUsage } from '../../testing/fake-router.ts'
import { toStopReason } from './to-stop-reason.ts'

test.each([
  { reason: 'stop' as const, sends: { stop_reason: 'end_turn', stop_sequence: null } },
  { reason: 'stop' as const, stop: 'END', sends: { stop_reason: 'stop_sequence', stop_sequence: 'END' } },
  { reason: 'tool-calls' as const, sends: { stop_reason: 'tool_use', stop_sequence: null } },
  { reason: 'length' as const, sends: { stop_reason: 'max_tokens', stop_sequence: null } },
  { reason: 'length' as const, maxTokens: 100, sends: { stop_reason: 'model_context_window_exceeded', stop_sequence: null } },
])('an ending $reason $stop is sent as $sends', ({ reason, stop, maxTokens = fakeUsage.completionTokens, sends }) => {
  expect(toStopReason({ reason, usage: fakeUsage, ...(stop !== undefined && { stop }) }, maxTokens)).toEqual(sends)
})

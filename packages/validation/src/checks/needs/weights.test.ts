import { expect, test, vi } from 'vitest'
import type { Subject } from '../../subject/run-context.ts'
import { embeddingWeightsNeed, weightsNeed } from './weights.ts'

const ended = new Error('The check has ended.')

/** How the check of a subject without any model ends. */
function endOf(need: typeof weightsNeed, kind: Subject['kind']) {
  const skip = vi.fn(() => {
    throw ended
  })
  const task = { meta: {} as Record<string, string> }
  expect(() => need({ subject: { kind, models: [] } as unknown as Subject, task, skip } as never)).toThrow(ended)
  return Object.keys(task.meta)
}

test.each([
  { of: 'a config without a model that embeds', need: embeddingWeightsNeed, kind: 'config', end: 'notOffered' },
  { of: 'embedded weights without one that embeds', need: embeddingWeightsNeed, kind: 'canary', end: 'notApplicable' },
  { of: 'a config without a model that chats', need: weightsNeed, kind: 'config', end: 'notApplicable' },
] as const)('of $of it is told that it is $end', ({ need, kind, end }) => {
  expect(endOf(need, kind)).toEqual([end])
})

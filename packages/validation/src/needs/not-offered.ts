import type { TestContext } from 'vitest'

/** Ends a check because the subject does not have what it is about. That is told, and leaves nothing unproven. */
export function notOffered({ task, skip }: Pick<TestContext, 'task' | 'skip'>, reason: string): never {
  task.meta.notOffered = reason
  return skip(reason)
}

import type { TestContext } from 'vitest'

/** Ends a check because its promise is not one this subject could give. Unlike a skip, it leaves nothing unproven. */
export function notApplicable({ task, skip }: Pick<TestContext, 'task' | 'skip'>, reason: string): never {
  task.meta.notApplicable = reason
  return skip(reason)
}

/** Ends a check because the subject does not have what it is about. That is told, and leaves nothing unproven. */
export function notOffered({ task, skip }: Pick<TestContext, 'task' | 'skip'>, reason: string): never {
  task.meta.notOffered = reason
  return skip(reason)
}

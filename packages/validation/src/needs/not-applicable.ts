import type { TestContext } from 'vitest'

/** Ends a check because its promise is not one this subject could give. Unlike a skip, it leaves nothing unproven. */
export function notApplicable({ task, skip }: Pick<TestContext, 'task' | 'skip'>, reason: string): never {
  task.meta.notApplicable = reason
  return skip(reason)
}

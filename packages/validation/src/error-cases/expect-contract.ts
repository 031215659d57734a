import { homedir } from 'node:os'
import { errorCodes } from '@honestai/core'
import { expect } from 'vitest'
import { repositoryRoot } from '../base/repository-root.ts'
import { secret } from './error-case.ts'
import type { ErrorTrial } from './try-error-cases.ts'

/** Node's stack frames, and the folders that only this machine has. */
const stackFrame = /^\s+at .+:\d+:\d+|node_modules/m

/** Asserts for every trial what each error of the table promises. */
export function expectContract(
  trials: readonly Omit<ErrorTrial, 'durationMs'>[],
  temporaryFolder: string,
  anchors: readonly string[],
): void {
  const secrets = [secret, temporaryFolder, repositoryRoot, homedir()].filter((text) => text.length > 1)
  expect(trials.length).toBeGreaterThan(0)
  for (const { title, code, seen, again, mended, log } of trials) {
    const record = errorCodes[code]
    expect(seen.error, title).toEqual({
      message: expect.stringMatching(/\S/),
      type: record.type,
      code,
      param: typeof seen.error?.param === 'string' ? expect.any(String) : null,
      steps: expect.arrayContaining([expect.stringMatching(/\S/)]),
      docs: `/docs/errors#${code}`,
      retryable: record.retryable,
    })
    if (seen.exitCode === null) expect(seen.status, `status: ${title}`).toBe(record.status)
    else expect(seen.exitCode, `exit code: ${title}`).toBe(1)
    expect(anchors, `docs: ${title}`).toContain(code)
    if (again) expect(again.error?.code, `the very same again: ${title}`).toBe(code)
    expect(mended, `after the steps: ${title}`).toBe(true)
    for (const text of [seen.shown, log]) {
      expect(text, `stack: ${title}`).not.toMatch(stackFrame)
      for (const hidden of secrets) expect(text, `a secret: ${title}`).not.toContain(hidden)
    }
  }
}

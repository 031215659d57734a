import { type ErrorCode, errorCodes } from '@honestai/core'
import { SubjectFailure } from '../base/subject-failure.ts'
import type { CaseContext, ErrorCase, SeenError } from './error-case.ts'

/** One error case, tried. */
export type ErrorTrial = {
  title: string
  code: ErrorCode
  seen: SeenError
  /** What the very same came to at once; null where the error itself says that trying again may help. */
  again: SeenError | null
  mended: boolean
  log: string
  durationMs: number
}

/** Tries cases, a few at a time. That an error stays the same on another try is shown by the first case of its code. */
export async function tryErrorCases(cases: readonly ErrorCase[], context: CaseContext, atOnce = 2): Promise<ErrorTrial[]> {
  const trials: ErrorTrial[] = []
  const left = cases.entries()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      // Workers share one iterator, so each case is taken once.
      for (const [index, errorCase] of left) trials[index] = await tryOne(errorCase, context, isFirst(index, cases))
    }),
  )
  return trials
}

const isFirst = (index: number, cases: readonly ErrorCase[]) => cases.findIndex(({ code }) => code === cases[index]?.code) === index

async function tryOne({ code, title, provoke }: ErrorCase, context: CaseContext, first: boolean): Promise<ErrorTrial> {
  const startedAt = performance.now()
  try {
    const { seen, again, remedy, log = () => '' } = await provoke(context)
    const repeated = first && !errorCodes[code].retryable ? await again() : null
    return { title, code, seen, again: repeated, mended: await remedy(), log: log(), durationMs: performance.now() - startedAt }
  } catch (error) {
    if (!(error instanceof SubjectFailure)) throw error
    throw new SubjectFailure(`${title}: ${error.message}`, { cause: error })
  }
}

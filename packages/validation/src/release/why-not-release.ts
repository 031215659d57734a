import type { Result } from '../base/result.ts'

/** What a release is made of: a commit, and whether anything was changed since. */
type Revision = Pick<Result['environment'], 'commit' | 'dirty'>

/** Why a run of the gate does not allow the release of a revision; none where it does. */
export function whyNotRelease(result: Result | undefined, now: Revision): string[] {
  const changed = now.dirty === false ? [] : ['Something here is not committed, or no commit can be told.']
  if (!result) return [...changed, 'There is no result of a run of the gate.']
  const { profile, partial, exitCode, environment, interrupted } = result
  return [
    ...changed,
    ...(profile === 'full' ? [] : [`The run was of the profile ${profile}; a release needs --full.`]),
    ...(partial ? ['The run was of a part of the checks.'] : []),
    ...(interrupted ? [`The run was interrupted: ${interrupted}`] : []),
    ...(exitCode === 0 ? [] : [`The run ended with ${exitCode}, and only 0 is a release.`]),
    ...(environment.commit === now.commit && environment.dirty === false
      ? []
      : [
          `The run was of commit ${environment.commit ?? 'unknown'}${environment.dirty === false ? '' : ' with changes'}, this is ${now.commit ?? 'unknown'}.`,
        ]),
  ]
}

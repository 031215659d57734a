import { canaryConfig } from '@honestai/core'
import type { SubjectModel } from './run-context.ts'

/** Beyond this, copies take longer than what is done with them. */
const mostBytes = 128 * 1024 ** 2

/** Path and sha256 of weights that a check may copy and spoil: the subject's own, or, where they are large, the embedded ones. */
export function weightsToSpoil({ path, bytes, sha256 }: SubjectModel): { path: string; sha256: string | undefined } {
  if (bytes !== null && bytes <= mostBytes) return { path, sha256: sha256 ?? undefined }
  const [canary] = canaryConfig().models
  return { path: canary?.path ?? '', sha256: [canary?.sha256].flat()[0] }
}

import type { Router, Target } from '@honestai/core'
import { toTarget } from '../openai/to-target.ts'

/** Which model a name means: Ollama's clients add a tag to names that have none. */
export function toModel(router: Router, name: string): Target {
  const known = router.models().some(({ id }) => id === name)
  return toTarget(known ? name : name.replace(/:latest$/, ''))
}

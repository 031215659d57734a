import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A chat template of a family of models. */
export type FamilyTemplate = { family: string; file: string; text: string }

/** Templates that the other renderer, MiniJinja, prints dictionaries or escapes texts in otherwise than Jinja2, where there are tools. */
export const otherwiseElsewhere: readonly string[] = [
  'Apriel-1.6-15b-Thinker-fixed',
  'unsloth-Apriel-1.5',
  'meetkai-functionary-medium-v3.1',
]

/** Templates that no engine can render without what only their makers' own programs know. */
const unrenderable = ['fireworks-ai-llama-3-firefunction-v2']

/**
 * The templates in a folder of upstream's: all of them for a release, every day one in five, which the date chooses, so that all have their
 * turn.
 */
export function familyTemplates(folder: string, profile: 'quick' | 'full', today = new Date()): FamilyTemplate[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.jinja'))
    .sort()
  const day = Math.floor(today.getTime() / 86_400_000)
  return files
    .filter((_, index) => profile === 'full' || index % 5 === day % 5)
    .map((name) => ({ family: name.slice(0, -'.jinja'.length), file: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }))
    .filter(({ family }) => !unrenderable.includes(family))
}

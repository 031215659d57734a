import type { Change } from './fault.ts'

/** A change that no longer fits the text it was made for. */
export class StaleChange extends Error {
  override readonly name = 'StaleChange'
}

/** What files hold after changes made one after another. Throws `StaleChange` unless each finds its text exactly once. */
export function applyChanges(changes: readonly Change[], read: (file: string) => string): Map<string, string> {
  const texts = new Map<string, string>()
  for (const change of changes) texts.set(change.file, applyChange(change, texts.get(change.file) ?? readOrRefuse(change.file, read)))
  return texts
}

function applyChange({ file, find, replace }: Change, text: string): string {
  const times = text.split(find).length - 1
  if (times !== 1) throw new StaleChange(`${file} holds this text ${times} times instead of once: ${find}`)
  // A function, because a replacement text may hold dollar signs.
  return text.replace(find, () => replace)
}

function readOrRefuse(file: string, read: (file: string) => string): string {
  try {
    return read(file)
  } catch {
    throw new StaleChange(`${file} is not there.`)
  }
}

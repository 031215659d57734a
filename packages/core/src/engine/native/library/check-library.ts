import { basename } from 'node:path'
import { routerError } from '../../../errors.ts'
import { llamaTable } from './llama-table.ts'

/** What a library says of itself, and the sizes of structs as they were declared to call it. */
export type LibraryFacts = {
  versions: Record<keyof typeof llamaTable.versions, string | null>
  sizes: Record<string, number>
  defaults: Record<string, object>
}

/**
 * Throws `library_unusable` for a library that is not the one the table was made from. A struct that has grown or moved shows in the
 * defaults: they would come back in other fields.
 */
export function checkLibrary(file: string, { versions, sizes, defaults }: LibraryFacts): void {
  const refuse = (problem: string) => routerError('library_unusable', { library: basename(file), problem })
  for (const [name, version] of Object.entries(llamaTable.versions)) {
    const found = versions[name as keyof typeof versions]
    if (found !== version) throw refuse(`its ${name} is ${found}, and this engine was made for ${version}`)
  }
  for (const [name, { size }] of Object.entries(llamaTable.structs)) {
    if (sizes[name] !== size) throw refuse(`its struct ${name} has ${size} bytes, and here ${sizes[name]}`)
  }
  for (const [struct, values] of Object.entries(llamaTable.defaults)) {
    const found: Record<string, unknown> = { ...defaults[struct] }
    for (const [field, value] of Object.entries(values)) {
      if (Math.fround(Number(found[field])) !== Math.fround(value)) {
        throw refuse(`it returns ${found[field]} for ${field} of ${struct}, where ${value} was expected`)
      }
    }
  }
}

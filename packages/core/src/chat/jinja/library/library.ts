import type { NamedArguments, Value } from '../values/value.ts'

export type Filter = (value: Value, args: readonly Value[], named: NamedArguments) => Value
export type Test = (value: Value, args: readonly Value[], named: NamedArguments) => boolean

/** The filters and tests that a template may name. Asking for another throws `TemplateError`. */
export type Library = { filter(name: string): Filter; test(name: string): Test }

import { type ErrorCode, errorCodes } from '@honestai/core'
import type { Operation } from './http-operations.ts'

/** Errors that many operations share: they stand on a page once. */
export type SharedErrors = { title: string; codes: ErrorCode[]; isFor: (operation: Operation) => boolean }

const groups = [
  { title: 'Any request', isFor: () => true },
  { title: 'A request that needs a key, where the server has keys', isFor: ({ security }: Operation) => security === undefined },
  { title: 'A request with a body', isFor: ({ requestBody }: Operation) => requestBody !== undefined },
]

/** What all operations of a kind can be answered with, each code in the widest group only. */
export function sharedErrors(operations: readonly Operation[]): SharedErrors[] {
  const told = new Set<ErrorCode>()
  return groups.map(({ title, isFor }) => {
    const [first = [], ...others] = operations.filter(isFor).map(codesOf)
    const codes = first.filter((code) => !told.has(code) && others.every((same) => same.includes(code)))
    for (const code of codes) told.add(code)
    return { title, isFor, codes }
  })
}

/** The codes that an operation names as its errors. */
export const codesOf = ({ responses }: Operation): ErrorCode[] =>
  Object.values(responses).flatMap(({ description }) => description.split(', ').filter((word): word is ErrorCode => word in errorCodes))

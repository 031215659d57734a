import { z } from 'zod'
import { SubjectFailure } from '../../base/subject-failure.ts'

/** Reads what a server sent as the shape it should have; another one is the server's failure, told by its path. */
export function parseAnswer<Schema extends z.ZodType>(schema: Schema, json: unknown, what: string): z.infer<Schema> {
  const { data, error } = schema.safeParse(json)
  if (error) throw new SubjectFailure(`${what} has another shape than the original's: ${z.prettifyError(error)}`)
  return data
}

/**
 * What the reports of the gate hold, for programs that read them.
 *
 * @module report-schemas
 */
import { z } from 'zod'
import { result } from '../base/result.ts'
import { loadReport } from '../bench/load/load-report.ts'

/** JSON Schemas of the files that a program may read: of a run of the gate, and of a sweep of loads. */
export const reportSchemas = {
  'result.json': titled('Result of a run of the gate', result),
  'load.json': titled('Report of a sweep of loads', loadReport),
}

function titled(title: string, schema: z.ZodType): object {
  // As they lie on the disk: JSON has null where nothing could be measured, and an older file may lack what came later.
  return { title, ...z.toJSONSchema(schema, { io: 'input' }) }
}

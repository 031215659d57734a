import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Result, result as resultSchema } from '../../base/result.ts'

/** The result that an earlier run left in a folder; undefined where there is none that can be read. */
export function readPreviousResult(folder: string): Result | undefined {
  try {
    return resultSchema.parse(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')))
  } catch {
    return undefined
  }
}

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Result, result as resultSchema } from '../../base/result.ts'
import { renderHtml } from '../../reporters/html/html.ts'
import { renderJunit } from '../../reporters/junit.ts'
import { renderMarkdown } from '../../reporters/markdown.ts'

/** Writes every report of a run into its folder. */
export function writeReports(folder: string, result: Result): void {
  const write = (file: string, content: string) => writeFileSync(join(folder, file), content)
  write('result.json', `${JSON.stringify(result, null, 2)}\n`)
  write('report.html', renderHtml(result))
  write('report.md', renderMarkdown(result))
  write('junit.xml', renderJunit(result))
}

/** The result that an earlier run left in a folder; undefined where there is none that can be read. */
export function readPreviousResult(folder: string): Result | undefined {
  try {
    return resultSchema.parse(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')))
  } catch {
    return undefined
  }
}

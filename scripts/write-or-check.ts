import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/**
 * Writes a page that is made from code; with `--check` on the command line it only looks whether the page is up to date, and exits 1 when not.
 *
 * @param page path from the root of the repository
 * @param source what it is made from, for the message
 */
export function writeOrCheck(page: string, wanted: string, source: string): void {
  const file = join(import.meta.dirname, '..', page)
  if (!process.argv.includes('--check')) {
    writeFileSync(file, wanted)
  } else if (readFileSync(file, 'utf8') !== wanted) {
    console.error(`${page} is not what ${source} says. Run: node scripts/${basename(process.argv[1] ?? '')}`)
    process.exitCode = 1
  }
}

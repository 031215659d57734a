import { existsSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { type MarkdownPage, readMarkdown } from './read-markdown.ts'

/** A link that leads nowhere. */
export type BrokenLink = { file: string; line: number; url: string; why: string }

export type LinkReport = { pages: number; links: number; broken: BrokenLink[] }

// What leaves the repository is not asked: nothing here dials out.
const leavesRepository = /^[a-z][a-z+.-]*:/i

/** Follows every link inside a repository, to the file and to the place in it. */
export function findBrokenLinks(root: string, files: readonly string[]): LinkReport {
  const pages = new Map<string, MarkdownPage>()
  const pageOf = (file: string): MarkdownPage => {
    const page = pages.get(file) ?? readMarkdown(file)
    pages.set(file, page)
    return page
  }
  const report: LinkReport = { pages: files.length, links: 0, broken: [] }
  for (const file of files) {
    for (const { line, url } of pageOf(file).links) {
      if (leavesRepository.test(url)) continue
      report.links++
      const why = whyBroken(root, file, url, pageOf)
      if (why) report.broken.push({ file: relative(root, file), line, url, why })
    }
  }
  return report
}

function whyBroken(root: string, from: string, url: string, pageOf: (file: string) => MarkdownPage): string | undefined {
  const [path = '', anchor] = url.split('#').map(decodeURIComponent)
  const target = path === '' ? from : path.startsWith('/') ? join(root, path) : resolve(dirname(from), path)
  if (relative(root, target).startsWith('..')) return 'it leaves the repository'
  if (!existsSync(target)) return 'there is no such file'
  if (anchor === undefined) return undefined
  if (statSync(target).isDirectory() || !target.endsWith('.md')) return 'only Markdown has such places'
  return pageOf(target).anchors.includes(anchor) ? undefined : 'the file has no such place'
}

import { readFileSync } from 'node:fs'
import GithubSlugger from 'github-slugger'
import type { Code } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { toString as textOf } from 'mdast-util-to-string'
import { gfm } from 'micromark-extension-gfm'
import { visit } from 'unist-util-visit'

/** A fenced block: what it is written in, its text, and why it is not run where it says so, as in `sh no-run: needs Docker`. */
export type CodeBlock = { line: number; language: string | undefined; text: string; noRun?: string }

/** A page of the docs, as far as machines can check it. */
export type MarkdownPage = {
  links: { line: number; url: string }[]
  /** What a link with `#…` can point to: headings as GitHub names them, and ids of HTML. */
  anchors: string[]
  codeBlocks: CodeBlock[]
}

const frontMatter = /^---\n[\s\S]*?\n---\n/

/** Reads a file of Markdown as GitHub understands it. */
export function readMarkdown(file: string): MarkdownPage {
  // Blank lines in its place: line numbers stay those of the file.
  const text = readFileSync(file, 'utf8').replace(frontMatter, (matter) => matter.replace(/[^\n]/g, ''))
  const page: MarkdownPage = { links: [], anchors: [], codeBlocks: [] }
  const slugger = new GithubSlugger()
  const definitions = new Map<string, string>()
  const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
  visit(tree, 'definition', ({ identifier, url }) => void definitions.set(identifier, url))
  visit(tree, (node) => {
    const line = node.position?.start.line ?? 0
    if (node.type === 'link' || node.type === 'image') page.links.push({ line, url: node.url })
    if (node.type === 'linkReference' || node.type === 'imageReference')
      page.links.push({ line, url: definitions.get(node.identifier) ?? node.identifier })
    if (node.type === 'heading') page.anchors.push(slugger.slug(textOf(node)))
    if (node.type === 'html') page.anchors.push(...[...node.value.matchAll(/\bid="([^"]+)"/g)].map(([, id = '']) => id))
    if (node.type === 'code') page.codeBlocks.push(codeBlockOf(node, line))
  })
  return page
}

function codeBlockOf({ lang, meta, value }: Code, line: number): CodeBlock {
  const noRun = /^no-run: (.+)$/.exec(meta ?? '')?.[1]
  return { line, language: lang ?? undefined, text: value, ...(noRun !== undefined && { noRun }) }
}

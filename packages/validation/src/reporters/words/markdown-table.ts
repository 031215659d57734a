/** A table of Markdown; what a cell holds cannot end it. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(markdownText).join(' | ')} |`).join('\n')

/** Text on one line that means nothing to Markdown's tables and HTML. */
export const markdownText = (value: string): string => value.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;')

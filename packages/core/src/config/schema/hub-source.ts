/** Where weights come from on a hub, parsed from `hf:owner/repo[@revision][/file][:quantisation]`. */
export type HubSource = {
  /** `owner/repo` */
  repository: string
  /** Branch, tag, commit or pull request (`refs/pr/1`); `main` when none is named. */
  revision: string
  /** Path of one file inside the repository. */
  file: string | undefined
  /** Name of a quantisation, such as `Q4_K_M`. */
  quantisation: string | undefined
}

/** What a source looks like, for messages. */
export const hubSourceForm = 'hf:owner/repo[@revision][/file.gguf][:quantisation]'

/** Matches a source; `@` and `:` are no letters of a repository's name. Of revisions only a pull request's has slashes. */
const hubSourcePattern = /^hf:([\w.-]+\/[\w.-]+)(?:@(refs\/pr\/\d+|[\w.-]+))?(?:\/([^:@\s]+\.gguf))?(?::(\w+))?$/

/**
 * Parses a source. Undefined when the text is none, or when its file would lie outside the repository.
 *
 * @example
 * parseHubSource('hf:Qwen/Qwen2.5-0.5B-Instruct-GGUF:Q8_0')
 * // { repository: 'Qwen/Qwen2.5-0.5B-Instruct-GGUF', revision: 'main', file: undefined, quantisation: 'Q8_0' }
 */
export function parseHubSource(text: string): HubSource | undefined {
  const [, repository, revision = 'main', file, quantisation] = hubSourcePattern.exec(text) ?? []
  if (repository === undefined) return undefined
  // Names become folders of the cache.
  const names = [...repository.split('/'), ...revision.split('/'), ...(file?.split(/[/\\]/) ?? [])]
  if (names.some((name) => name === '' || name === '.' || name === '..')) return undefined
  return { repository, revision, file, quantisation }
}

/** The text of a source; the inverse of {@link parseHubSource}. */
export function formatHubSource({ repository, revision, file, quantisation }: HubSource): string {
  const parts = [revision === 'main' ? '' : `@${revision}`, file === undefined ? '' : `/${file}`, quantisation ? `:${quantisation}` : '']
  return `hf:${repository}${parts.join('')}`
}

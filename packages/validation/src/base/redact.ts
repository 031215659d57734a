import { homedir, hostname, tmpdir } from 'node:os'
import { repositoryRoot } from './repository-root.ts'

const escapePattern = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** Longest first, so that a folder inside another is named by the inner one. */
const folders = [
  { path: repositoryRoot, mark: '<repository>' },
  { path: tmpdir(), mark: '<temporary>' },
  { path: homedir(), mark: '<home>' },
].sort((a, b) => b.path.length - a.path.length)

// A home of "/" would match everything.
const isFolder = ({ path }: { path: string }) => path.length > 1

const rules: { pattern: RegExp; mark: string }[] = [
  ...folders.filter(isFolder).map(({ path, mark }) => ({ pattern: new RegExp(`${escapePattern(path)}(?![\\w.-])`, 'g'), mark })),
  { pattern: new RegExp(`(?<![\\w.-])${escapePattern(hostname())}(?![\\w.-])`, 'g'), mark: '<host>' },
  { pattern: /\bhf_[A-Za-z0-9]{8,}/g, mark: '<token>' },
]

/** Removes what a report must not carry off this machine: absolute paths, the machine's name, tokens. */
export function redact(text: string): string {
  const clean = rules.reduce((left, { pattern, mark }) => left.replaceAll(pattern, mark), text)
  const token = process.env.HF_TOKEN
  return token ? clean.replaceAll(token, '<token>') : clean
}

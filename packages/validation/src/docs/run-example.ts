import { join } from 'node:path'
import { repositoryRoot } from '../base/repository-root.ts'
import { type ProgramEnd, runProgram } from '../subject/run-program.ts'
import type { CodeBlock } from './read-markdown.ts'

/** Where the docs say that a server listens. */
const documentedUrl = 'http://127.0.0.1:8080'

/** Whether a block talks to a running server: a request by curl, or a program with a client. */
export const isExample = ({ language, text }: CodeBlock): boolean =>
  text.includes(documentedUrl) && (language === 'sh' ? text.startsWith('curl ') : language === 'ts' || language === 'js')

/** A text of the docs, about the server at this address. */
export const addressed = (text: string, url: string): string => text.replaceAll(documentedUrl, url)

/** Runs an example as a reader would, against the server at this address. */
export async function runExample({ language, text }: CodeBlock, url: string): Promise<ProgramEnd> {
  const there = addressed(text, url)
  const [program, ...options] =
    language === 'sh'
      ? ['sh', '-ec', there.replaceAll(/^curl /gm, 'curl --silent --show-error --fail-with-body ')]
      : [process.execPath, '--input-type=module-typescript', '--eval', there]
  // Where the clients are installed that the examples import.
  return runProgram(program ?? '', options, { cwd: join(repositoryRoot, 'packages/server') })
}

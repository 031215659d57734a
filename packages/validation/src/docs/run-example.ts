import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { repositoryRoot } from '../repository-root.ts'
import { plainEnvironment } from '../server-process/plain-environment.ts'
import type { CodeBlock } from './read-markdown.ts'

/** Where the docs say that a server listens. */
const documentedUrl = 'http://127.0.0.1:8080'

/** How an example of the docs ended. */
export type ExampleEnd = { exitCode: number | null; output: string }

/** Whether a block talks to a running server: a request by curl, or a program with a client. */
export const isExample = ({ language, text }: CodeBlock): boolean =>
  text.includes(documentedUrl) && (language === 'sh' ? text.startsWith('curl ') : language === 'ts' || language === 'js')

/** Runs an example as a reader would, against the server at this address. */
export async function runExample({ language, text }: CodeBlock, url: string): Promise<ExampleEnd> {
  const there = text.replaceAll(documentedUrl, url)
  const [program, ...options] =
    language === 'sh'
      ? ['sh', '-ec', there.replaceAll(/^curl /gm, 'curl --silent --show-error --fail-with-body ')]
      : [process.execPath, '--input-type=module-typescript', '--eval', there]
  const child = spawn(program ?? '', options, {
    // Where the clients are installed that the examples import.
    cwd: join(repositoryRoot, 'packages/server'),
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  })
  let output = ''
  const hear = (piece: string) => {
    output += piece
  }
  child.stdout.setEncoding('utf8').on('data', hear)
  child.stderr.setEncoding('utf8').on('data', hear)
  const [exitCode] = await once(child, 'close')
  return { exitCode, output }
}

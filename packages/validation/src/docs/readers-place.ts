import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { canaryConfig } from '@honestai/core'
import { startLoopbackHub } from '@honestai/core/testing'
import { copyRepository } from '../faults/trial/repository-copy.ts'
import { type ProgramEnd, runProgram } from '../subject/run-program.ts'
import { plainEnvironment } from '../subject/server-process/server-process.ts'
import type { CodeBlock } from './read-markdown.ts'

/** Where somebody follows the docs: a copy of the repository, a hub with the weights that the docs name, and an empty home. */
export type ReadersPlace = AsyncDisposable & {
  /** Begins a page: nothing is left of the one before, and the reader has a config that every page knows by its name. */
  turnPage(): void
  /** Writes a block that says what file it is into that file, with weights wherever it names some. */
  write(block: CodeBlock): void
  /** Pastes commands into a shell at the root of the repository; starts a program where the package is that it imports. */
  run(block: CodeBlock): Promise<ProgramEnd>
}

/** Repositories that the docs pull from, and what lies in each of them. */
const repositories = ['Qwen/Qwen2.5-7B-Instruct-GGUF', 'Qwen/Qwen2.5-0.5B-Instruct-GGUF', 'owner/gated-GGUF']
const weightsOnHub = ['qwen2.5-0.5b-instruct-q8_0.gguf', 'qwen2.5-7b-instruct-q4_k_m.gguf']

/** The longest block runs the unit tests of a package, on a machine that may be busy. */
const blockLimitMs = 240_000

/** What the whole gate would take minutes for, these checks show as well: that the command line is understood, and its subject answers. */
const quickChecks = 'models-are-listed,unknown-models-are-refused'

/**
 * Programs as they are, but for what never ends or takes long: a server is ended once it listens, and the gate, where no part of it
 * is asked for, tries a few checks. That a part leaves rows unproven, exit code 2, is no fault of a block.
 */
const boundedNode = `#!/bin/sh
given=" $* "
case $given in
  *"/server/src/main.ts serve "*)
    case $given in *" --port "*) exec "${process.execPath}" "$@" ;; esac
    log=$(mktemp)
    "${process.execPath}" "$@" > "$log" & server=$!
    until grep -q 'serves on' "$log" || ! kill -0 $server; do sleep 0.1; done
    kill -TERM $server
    wait $server; code=$?
    cat "$log"; exit $code ;;
  *"/validation/src/main.ts run "* | *"/validation/src/main.ts faults "*)
    case $given in *" --check "* | *" --suite "*) ;; *) set -- "$@" --check ${quickChecks} ;; esac ;;
esac
"${process.execPath}" "$@"; code=$?
case $given in *"/validation/src/main.ts "*) [ $code -eq 2 ] && exit 0 ;; esac
exit $code
`

const plainNpx = `#!/bin/sh
while [ "$1" = -y ] || [ "$1" = -p ]; do [ "$1" = -p ] && shift; shift; done
exec "$@"
`

/** The file that a block says it is in its first line, such as `# honestai.yaml`. */
export const fileOf = ({ text }: CodeBlock): string | undefined => /^(?:#|\/\/) (\w\S*\.\w+)\n/.exec(text)?.[1]

/** Makes the place. Its copy lies in the repository's folder of reports. */
export async function makeReadersPlace(root: string): Promise<ReadersPlace> {
  const copy = copyRepository(root)
  ownPackages(join(copy.folder, 'node_modules'))
  const [chat, embedding] = canaryConfig().models.map(({ path = '' }) => path) as [string, string]
  const bytes = readFileSync(chat)
  const hub = await startLoopbackHub({ repositories, files: Object.fromEntries(weightsOnHub.map((name) => [name, bytes])) })
  const home = join(copy.folder, 'reports/home')
  const bin = join(home, 'bin')
  mkdirSync(bin, { recursive: true })
  const programs = { node: boundedNode, npx: plainNpx, honestai: `#!/bin/sh\nexec node packages/server/src/main.ts "$@"\n` }
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(bin, name), text)
    chmodSync(join(bin, name), 0o755)
  }
  const plain = plainEnvironment()
  const environment = {
    ...plain,
    PATH: [bin, plain.PATH].join(delimiter),
    HOME: home,
    HF_ENDPOINT: hub.endpoint,
    HONESTAI_PORT: '0',
  }
  const git = (...parameters: string[]) => execFileSync('git', parameters, { cwd: copy.folder, env: plain })
  return {
    turnPage() {
      git('checkout', '--quiet', '.')
      git('clean', '--quiet', '--force', '-d')
      // What is installed is what was tried. In the file, since turbo hands no variable on.
      const settings = join(copy.folder, 'pnpm-workspace.yaml')
      writeFileSync(settings, readFileSync(settings, 'utf8').replace(/^verifyDepsBeforeRun: .*/m, 'verifyDepsBeforeRun: false'))
      writeFileSync(join(copy.folder, 'honestai.yaml'), 'models: [{ id: own, path: models/canary/canary.gguf }]\n')
    },
    write(block) {
      const file = fileOf(block)
      if (file === undefined) return
      const { text } = block
      writeFileSync(join(copy.folder, file), text)
      for (const [, path = ''] of text.matchAll(/^ +path: (models\/\S+)/gm)) {
        mkdirSync(dirname(join(copy.folder, path)), { recursive: true })
        cpSync(path.includes('embed') ? embedding : chat, join(copy.folder, path))
      }
    },
    run({ language, text }) {
      const place = { cwd: copy.folder, env: environment, timeout: blockLimitMs }
      if (language === 'sh') return runProgram('sh', ['-ec', text.replaceAll('<token>', 'token')], place)
      const words = ['--input-type=module-typescript', '--eval', text]
      return runProgram(process.execPath, words, { ...place, cwd: join(copy.folder, 'packages/core') })
    },
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]()
      copy[Symbol.dispose]()
    },
  }
}

/** Folders of tools, which write their files anew in place. */
const caches = ['.cache', '.vite', '.vitest-cache']

/** Puts hard links to the packages in the place of one link to them all: whatever a command of the docs installs changes no other repository. */
function ownPackages(folder: string): void {
  const shared = realpathSync(folder)
  rmSync(folder)
  linkTree(shared, folder)
}

function linkTree(from: string, to: string): void {
  mkdirSync(to)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else if (!entry.isDirectory()) linkSync(source, target)
    else if (!caches.includes(entry.name)) linkTree(source, target)
  }
}

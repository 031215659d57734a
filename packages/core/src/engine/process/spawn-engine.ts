import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { dirname, extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** An engine process, and what keeps it from reaching a network. */
export type SpawnedEngine = { child: ChildProcess; sandbox: string[] }

// The same file, as source or as built.
const mainPath = fileURLToPath(new URL(`../child/engine-main${extname(import.meta.url)}`, import.meta.url))

// All code that an engine may run lies below it.
const sourceFolder = join(dirname(mainPath), '../..')

/**
 * Starts an engine process for the files of one model's weights. On Linux it lives in an empty network namespace when the kernel allows
 * it, and everywhere under Node's permission model without the network when the runtime has it. It inherits nothing of
 * the environment, so no token can reach it.
 */
export function spawnEngine(weights: readonly string[]): SpawnedEngine {
  const permission = hasNetworkPermission ? permissionFlags(weights) : []
  const namespace = canRun(namespaceCommand) ? namespaceCommand : []
  const parentDeath = canRun(parentDeathCommand) ? parentDeathCommand : []
  // The warnings say that addons are allowed, which an engine needs; they would drown llama.cpp's end of stderr.
  const [file = '', ...rest] = [
    ...namespace,
    ...parentDeath,
    process.execPath,
    '--disable-warning=SecurityWarning',
    ...permission,
    mainPath,
  ]
  const child = spawn(file, rest, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // A process group of its own: Ctrl-C in a terminal asks the server to drain, and must not end engines at work.
    detached: true,
    env: {
      // One pool thread: every decode then runs on the same one, which is up to a quarter faster.
      UV_THREADPOOL_SIZE: '1',
      // By which an engine sees at its start that its parent is gone already.
      PARENT_PID: String(process.pid),
      // Without one, the C library asks the name service for it, through a socket of the file system that no sandbox layer closes.
      HOME: '/nonexistent',
      ...(process.env.PATH ? { PATH: process.env.PATH } : {}),
    },
  })
  return { child, sandbox: availableSandbox() }
}

/** What keeps an engine process from reaching a network on this machine. */
export const availableSandbox = (): string[] => [
  ...(canRun(namespaceCommand) ? ['network-namespace'] : []),
  ...(hasNetworkPermission ? ['node-permission'] : []),
]

/** A new user and network namespace with nothing but its own loopback. */
const namespaceCommand = ['unshare', '-rn', '--']

/** The kernel ends the process with its parent, however sudden, even while it is stopped or deep in a decode. */
const parentDeathCommand = ['setpriv', '--pdeathsig', 'KILL', '--']

const triedCommands = new Map<readonly string[], boolean>()
function canRun(command: readonly string[]): boolean {
  const known = triedCommands.get(command)
  if (known !== undefined) return known
  const [file = '', ...rest] = [...command, 'true']
  const works = process.platform === 'linux' && spawnSync(file, rest, { stdio: 'ignore' }).status === 0
  triedCommands.set(command, works)
  return works
}

// Node 24 knows --permission without the network part; 25 and later deny the network unless --allow-net is given.
const hasNetworkPermission = process.allowedNodeEnvironmentFlags.has('--allow-net')

function permissionFlags(weights: readonly string[]): string[] {
  const readable = [sourceFolder, ...moduleFolders(), ...weights, '/proc/self/maps', ...libraryFolders]
  // The library starts a child to try its native binary before it loads it.
  return ['--permission', '--allow-addons', '--allow-child-process', ...readable.map((path) => `--allow-fs-read=${path}`)]
}

// Where the library looks which C library this is.
const libraryFolders = ['/lib', '/lib64', '/usr/lib', '/usr/lib64', '/etc/os-release']

/** Every node_modules folder that an import from this file may reach. */
function moduleFolders(): string[] {
  const parts = dirname(mainPath).split(sep)
  const ancestors = parts.map((_, index) => parts.slice(0, index + 1).join(sep))
  return ancestors.map((folder) => `${folder}${sep}node_modules`)
}

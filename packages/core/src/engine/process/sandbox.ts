import { spawnSync } from 'node:child_process'
import { dirname, join, sep } from 'node:path'

/** The command that starts a program in the sandbox, and the flags of Node for an engine in it. */
export type Sandbox = { command: string[]; nodeFlags: string[] }

/** A new user and network namespace with nothing but its own loopback. */
const namespaceCommand = ['unshare', '-rn', '--']

/** The kernel ends the process with its parent, however sudden, even while it is stopped or deep in a decode. */
const parentDeathCommand = ['setpriv', '--pdeathsig', 'KILL', '--']

// Node 24 knows --permission without the network part; 25 and later deny the network unless --allow-net is given.
const hasNetworkPermission = process.allowedNodeEnvironmentFlags.has('--allow-net')

/** What keeps an engine process from reaching a network on this machine. */
export const availableSandbox = (): string[] => [
  ...(canRun(namespaceCommand) ? ['network-namespace'] : []),
  ...(hasNetworkPermission ? ['node-permission'] : []),
]

/** The sandbox of an engine process whose program is `mainPath`, and which may read the files of one model's weights. */
export function sandboxFor(mainPath: string, weights: readonly string[]): Sandbox {
  const commands = [namespaceCommand, parentDeathCommand]
  return {
    command: commands.filter(canRun).flat(),
    nodeFlags: hasNetworkPermission ? permissionFlags(mainPath, weights) : [],
  }
}

const triedCommands = new Map<readonly string[], boolean>()
function canRun(command: readonly string[]): boolean {
  const known = triedCommands.get(command)
  if (known !== undefined) return known
  const [file = '', ...rest] = [...command, 'true']
  const works = process.platform === 'linux' && spawnSync(file, rest, { stdio: 'ignore' }).status === 0
  triedCommands.set(command, works)
  return works
}

function permissionFlags(mainPath: string, weights: readonly string[]): string[] {
  // All code that an engine may run lies below it.
  const sourceFolder = join(dirname(mainPath), '../..')
  const readable = [sourceFolder, ...moduleFolders(mainPath), ...weights]
  return ['--permission', '--allow-addons', ...readable.map((path) => `--allow-fs-read=${path}`)]
}

/** Every node_modules folder that an import from the program may reach. */
function moduleFolders(mainPath: string): string[] {
  const parts = dirname(mainPath).split(sep)
  const ancestors = parts.map((_, index) => parts.slice(0, index + 1).join(sep))
  return ancestors.map((folder) => `${folder}${sep}node_modules`)
}

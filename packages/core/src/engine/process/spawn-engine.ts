import { type ChildProcess, spawn } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { availableSandbox, sandboxFor } from './sandbox.ts'

/** An engine process, and what keeps it from reaching a network. */
export type SpawnedEngine = { child: ChildProcess; sandbox: string[] }

// The same file, as source or as built.
const mainPath = fileURLToPath(new URL(`../child/engine-main${extname(import.meta.url)}`, import.meta.url))

/**
 * Starts an engine process for the files of one model's weights. On Linux it lives in an empty network namespace when the kernel allows
 * it, and everywhere under Node's permission model without the network when the runtime has it. It inherits nothing of
 * the environment, so no token can reach it.
 */
export function spawnEngine(weights: readonly string[]): SpawnedEngine {
  const { command, nodeFlags } = sandboxFor(mainPath, weights)
  // The warnings say that addons are allowed, which an engine needs; they would drown llama.cpp's end of stderr.
  const [file = '', ...rest] = [...command, process.execPath, '--disable-warning=SecurityWarning', ...nodeFlags, mainPath]
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
      ...driverVariables(),
    },
  })
  return { child, sandbox: availableSandbox() }
}

/** What the drivers of graphics cards go by; nothing else of the environment reaches an engine. */
const driverNames = [
  'CUDA_VISIBLE_DEVICES',
  'LD_LIBRARY_PATH',
  'GGML_VK_VISIBLE_DEVICES',
  'VK_DRIVER_FILES',
  'VK_ICD_FILENAMES',
  'HIP_VISIBLE_DEVICES',
  'ROCR_VISIBLE_DEVICES',
]

const driverVariables = (): Record<string, string> =>
  Object.fromEntries(driverNames.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))

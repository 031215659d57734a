import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { routerError } from '../../../errors.ts'

/** Files of llama.cpp's libraries, and the folder that its backends are in. */
export type LibraryFiles = { folder: string; llama: string; ggml: string; ggmlBase: string }

/** Names of the packages that hold the libraries for the processor, by platform. */
const packages: Record<string, string> = {
  'linux-x64': '@node-llama-cpp/linux-x64',
  'linux-arm64': '@node-llama-cpp/linux-arm64',
  'darwin-arm64': '@node-llama-cpp/mac-arm64-metal',
  'darwin-x64': '@node-llama-cpp/mac-x64',
  'win32-x64': '@node-llama-cpp/win-x64',
  'win32-arm64': '@node-llama-cpp/win-arm64',
}

const require = createRequire(import.meta.url)

/** Finds llama.cpp's libraries for this platform. Throws `library_unusable` where they are not installed. */
export function findLibraries(platform = `${process.platform}-${process.arch}`): LibraryFiles {
  const name = packages[platform]
  if (name === undefined) throw routerError('library_unusable', { library: 'llama.cpp', problem: `there is none for ${platform}` })
  const folder = join(packageFolder(name), 'bins', name.replace('@node-llama-cpp/', ''))
  return { folder, llama: fileOf(folder, 'llama', name), ggml: fileOf(folder, 'ggml', name), ggmlBase: fileOf(folder, 'ggml-base', name) }
}

function packageFolder(name: string): string {
  try {
    return join(dirname(require.resolve(name)), '..')
  } catch (error) {
    throw routerError('library_unusable', { library: name, problem: 'it is not installed' }, { cause: error })
  }
}

function fileOf(folder: string, library: string, name: string): string {
  const named = new RegExp(`^(lib)?${library}(\\.v[\\d.]+)?\\.(so|dylib|dll)$`)
  const file = readdirSync(folder).find((entry) => named.test(entry))
  if (file === undefined) throw routerError('library_unusable', { library: name, problem: `it holds no file of the library ${library}` })
  return join(folder, file)
}

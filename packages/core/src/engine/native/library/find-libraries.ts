import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { routerError } from '../../../errors.ts'

/** Files of llama.cpp's libraries, and the folder that its backends are in. */
export type LibraryFiles = { folder: string; llama: string; ggml: string; ggmlBase: string }

/** Names of the packages that hold the libraries, by platform: those of a graphics card first, which are there only when somebody added them. */
const packages: Record<string, readonly string[]> = {
  'linux-x64': ['@node-llama-cpp/linux-x64-cuda', '@node-llama-cpp/linux-x64-vulkan', '@node-llama-cpp/linux-x64'],
  'linux-arm64': ['@node-llama-cpp/linux-arm64'],
  'darwin-arm64': ['@node-llama-cpp/mac-arm64-metal'],
  'darwin-x64': ['@node-llama-cpp/mac-x64'],
  'win32-x64': ['@node-llama-cpp/win-x64-cuda', '@node-llama-cpp/win-x64-vulkan', '@node-llama-cpp/win-x64'],
  'win32-arm64': ['@node-llama-cpp/win-arm64'],
}

const require = createRequire(import.meta.url)

/** Finds llama.cpp's libraries for this platform: the first that is installed. Throws `library_unusable` where none is. */
export function findLibraries(platform = `${process.platform}-${process.arch}`): LibraryFiles {
  const names = packages[platform]
  if (names === undefined) throw routerError('library_unusable', { library: 'llama.cpp', problem: `there is none for ${platform}` })
  for (const name of names) {
    const folder = binariesOf(name)
    if (folder)
      return {
        folder,
        llama: fileOf(folder, 'llama', name),
        ggml: fileOf(folder, 'ggml', name),
        ggmlBase: fileOf(folder, 'ggml-base', name),
      }
  }
  throw routerError('library_unusable', { library: names.at(-1) ?? '', problem: 'it is not installed' })
}

function binariesOf(name: string): string | undefined {
  try {
    return join(dirname(require.resolve(name)), '../bins', name.replace('@node-llama-cpp/', ''))
  } catch {
    return undefined
  }
}

function fileOf(folder: string, library: string, name: string): string {
  const named = new RegExp(`^(lib)?${library}(\\.(cuda|vulkan|metal))?(\\.v[\\d.]+)?\\.(so|dylib|dll)$`)
  const file = readdirSync(folder).find((entry) => named.test(entry))
  if (file === undefined) throw routerError('library_unusable', { library: name, problem: `it holds no file of the library ${library}` })
  return join(folder, file)
}

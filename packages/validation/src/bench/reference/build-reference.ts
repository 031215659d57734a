import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { isInstalled } from '../../base/repository-root.ts'
import { referenceTargets } from './reference.ts'
import { openReleaseSource, referenceFolder } from './release-source.ts'

const tools = ['git', 'cmake', 'g++']

// One binary that needs nothing beside it, tuned for this machine, without the parts that download or that no bench calls.
const settings = [
  'CMAKE_BUILD_TYPE=Release',
  'GGML_NATIVE=ON',
  'BUILD_SHARED_LIBS=OFF',
  'LLAMA_OPENSSL=OFF',
  'LLAMA_BUILD_TESTS=OFF',
  'LLAMA_BUILD_EXAMPLES=OFF',
  'LLAMA_BUILD_APP=OFF',
  'LLAMA_BUILD_UI=OFF',
  'LLAMA_USE_PREBUILT_UI=OFF',
]

/**
 * Builds llama.cpp's own bench and server at the engine's release, from the source that comes with node-llama-cpp, at low priority. What
 * was built before is kept. Resolves with the folder; throws with what is missing, or with the end of the compiler's output.
 */
export async function buildReference(onProgress: (text: string) => void): Promise<string> {
  const missing = tools.filter((tool) => !isInstalled(tool))
  if (missing.length > 0) throw new Error(`The reference is built from source, and this machine lacks ${missing.join(', ')}.`)
  onProgress('unpacking the source')
  const source = await openReleaseSource()
  const build = join(referenceFolder(), 'build')
  onProgress('configuring')
  await run(['cmake', '-S', source.folder, '-B', build, ...settings.map((setting) => `-D${setting}`)], onProgress)
  const jobs = String(availableParallelism())
  await run(['cmake', '--build', build, '--parallel', jobs, '--target', ...Object.values(referenceTargets)], onProgress)
  return build
}

async function run(command: readonly string[], onProgress: (text: string) => void): Promise<void> {
  const [file = '', ...rest] = ['nice', '-n', '10', ...command]
  const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  const lastLines: string[] = []
  for (const output of [child.stdout, child.stderr]) {
    createInterface({ input: output }).on('line', (line) => {
      lastLines.push(line)
      if (lastLines.length > 20) lastLines.shift()
      const [, share] = /^\[ *(\d+)%\]/.exec(line) ?? []
      if (share) onProgress(`compiling, ${share} %`)
    })
  }
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${command.slice(0, 2).join(' ')} ended with ${code}:\n${lastLines.join('\n')}`)
}

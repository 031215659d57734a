import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findLibraries } from '../packages/core/src/engine/native/library/find-libraries.ts'
import { functionsInUse, structsInUse } from './llama/names-in-use.ts'
import { probeLibrary } from './llama/probe-library.ts'
import { Header } from './llama/read-header.ts'

/**
 * Writes the table that the engine binds llama.cpp with, from the headers of the source that node-llama-cpp carries and from the libraries
 * that the engine loads. An upgrade of llama.cpp is: raise the versions in package.json, run this, run the tests. Needs git and a C compiler.
 */
const page = join(import.meta.dirname, '../packages/core/src/engine/native/library/llama-table.ts')
const bundleFolder = join(dirname(createRequire(import.meta.url).resolve('node-llama-cpp')), '../llama')
const { tag } = JSON.parse(readFileSync(join(bundleFolder, 'llama.cpp.info.json'), 'utf8')) as { tag: string }
const head = `// Written by scripts/write-llama-table.ts from llama.cpp's headers; not to be edited.

/**
 * llama.cpp's C API as far as the engine uses it: structs with their sizes and fields, the defaults that the library returns, and of each
 * function the result, then the parameters, with types as koffi writes them.
 */
`
const folder = mkdtempSync(join(tmpdir(), 'honestai-llama-'))
try {
  const source = join(folder, 'source')
  execFileSync('git', ['clone', '--quiet', join(bundleFolder, 'gitRelease.bundle'), source])
  const headers = ['include/llama.h', 'ggml/include/ggml.h', 'ggml/include/ggml-backend.h', 'ggml/include/ggml-cpu.h']
  const header = new Header(headers.map((path) => readFileSync(join(source, path), 'utf8')).join('\n'), structsInUse)
  const structs = Object.fromEntries(structsInUse.map((name) => [name, header.struct(name)]))
  const { llama, ggml, ggmlBase } = findLibraries()
  const includes = [join(source, 'include'), join(source, 'ggml/include')]
  const { versions, sizes, defaults } = probeLibrary(structs, { includes, libraries: [llama, ggml, ggmlBase], folder })
  const table = {
    release: tag,
    versions,
    structs: Object.fromEntries(
      Object.entries(structs).map(([name, fields]) => [
        name,
        { size: sizes[name], fields: Object.fromEntries(fields.map((field) => [field.name, field.type])) },
      ]),
    ),
    defaults: Object.fromEntries(
      Object.entries(defaults)
        .filter(([name]) => name !== '')
        .map(([name, values]) => [name, Object.fromEntries(Object.entries(values).filter(([field]) => field !== ''))]),
    ),
    functions: Object.fromEntries(
      Object.entries(functionsInUse).map(([library, names]) => [
        library,
        Object.fromEntries(
          names.map((name) => {
            const { result, parameters } = header.function(name)
            return [name, [result, ...parameters]]
          }),
        ),
      ]),
    ),
  }
  writeFileSync(page, `${head}export const llamaTable = ${JSON.stringify(table, undefined, 2)} as const\n`)
  execFileSync('biome', ['check', '--write', page], { stdio: 'inherit' })
} finally {
  rmSync(folder, { recursive: true })
}

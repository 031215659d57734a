import koffi, { type LibraryHandle } from 'koffi'
import { checkLibrary } from './check-library.ts'
import { findLibraries } from './find-libraries.ts'
import { openLibraryLog } from './library-log.ts'
import { llamaTable } from './llama-table.ts'
import type { Functions, Pointer } from './native-types.ts'

/** llama.cpp's functions, by their names in C. */
export type LlamaLibrary = Functions<'llama'> & Functions<'ggml'> & Functions<'ggmlBase'> & Functions<'processor'>

/** Threads of the pool have a small stack by default; decodes run on them. */
const asyncStackBytes = 2 * 1024 ** 2
const processorDevice = 0

let opened: LlamaLibrary | undefined

/**
 * Opens llama.cpp's libraries, once in a process, and compares them with the table they are bound by. Throws `library_unusable`
 * where they are missing or of another version.
 */
export function openLibrary(): LlamaLibrary {
  opened ??= bindLibrary()
  return opened
}

function bindLibrary(): LlamaLibrary {
  const files = findLibraries()
  koffi.config({ async_stack_size: asyncStackBytes })
  const structs = Object.fromEntries(Object.entries(llamaTable.structs).map(([name, { fields }]) => [name, koffi.struct(name, fields)]))
  // In this order: each needs those before it, and finds them in the process.
  const ggmlBase = functionsOf('ggmlBase', koffi.load(files.ggmlBase))
  const ggml = functionsOf('ggml', koffi.load(files.ggml))
  const llama = functionsOf('llama', koffi.load(files.llama))
  checkLibrary(files.llama, {
    versions: { llama: llama.llama_version(), ggml: ggmlBase.ggml_version(), ggmlCommit: ggmlBase.ggml_commit() },
    sizes: Object.fromEntries(Object.entries(structs).map(([name, type]) => [name, koffi.sizeof(type)])),
    defaults: {
      llama_model_params: llama.llama_model_default_params(),
      llama_context_params: llama.llama_context_default_params(),
      llama_sampler_chain_params: llama.llama_sampler_chain_default_params(),
    },
  })
  llama.llama_log_set(openLibraryLog(), null)
  llama.llama_backend_init()
  ggml.ggml_backend_load_all_from_path(files.folder)
  return { ...llama, ...ggml, ...ggmlBase, ...processorFunctions(ggml, ggmlBase) }
}

function functionsOf<Name extends 'llama' | 'ggml' | 'ggmlBase'>(name: Name, library: LibraryHandle): Functions<Name> {
  const functions = Object.entries(llamaTable.functions[name]) as [string, readonly [string, ...string[]]][]
  return Object.fromEntries(
    functions.map(([symbol, [result, ...parameters]]) => [symbol, library.func(symbol, result, parameters)]),
  ) as unknown as Functions<Name>
}

/** Which of the processor's libraries fits this machine is known only once it is loaded; it is asked for its functions. */
function processorFunctions(ggml: Functions<'ggml'>, ggmlBase: Functions<'ggmlBase'>): Functions<'processor'> {
  const registry = ggmlBase.ggml_backend_dev_backend_reg(ggml.ggml_backend_dev_by_type(processorDevice))
  return Object.fromEntries(
    Object.entries(llamaTable.functions.processor).map(([symbol, [result, ...parameters]]) => {
      const address = ggmlBase.ggml_backend_reg_get_proc_address(registry, symbol) as Pointer
      return [symbol, koffi.decode(address, koffi.proto(symbol, result, [...parameters]))]
    }),
  ) as unknown as Functions<'processor'>
}

import type { LlamaLibrary } from './library/llama-library.ts'
import { llamaTable } from './library/llama-table.ts'
import type { Pointer } from './library/native-types.ts'

/** Threads that are made once: without a pool llama.cpp makes them anew for every step. */
export class ThreadPool implements Disposable {
  readonly threads: number
  readonly #library: LlamaLibrary
  readonly #pointer: Pointer

  constructor(library: LlamaLibrary, threads: number) {
    this.#library = library
    this.threads = threads
    const parameters = new Uint8Array(llamaTable.structs.ggml_threadpool_params.size)
    library.ggml_threadpool_params_init(parameters, threads)
    const pointer = library.ggml_threadpool_new(parameters)
    if (pointer === null) throw new Error('llama.cpp could not make its threads')
    this.#pointer = pointer
  }

  pointer(): Pointer {
    return this.#pointer
  }

  [Symbol.dispose](): void {
    this.#library.ggml_threadpool_free(this.#pointer)
  }
}

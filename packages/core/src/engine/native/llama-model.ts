import { promisify } from 'node:util'
import koffi from 'koffi'
import { type LlamaLibrary, openLibrary } from './library/llama-library.ts'
import type { Pointer } from './library/native-types.ts'
import { Vocabulary } from './vocabulary.ts'

/** How weights are read. */
export type LlamaModelOptions = {
  vocabularyOnly?: boolean
  /** Share of the weights read, 0 to 1. */
  onProgress?: ((progress: number) => void) | undefined
}

/** Weights in memory. Contexts that use them are to be disposed of first. */
export class LlamaModel implements Disposable {
  readonly library: LlamaLibrary
  readonly vocabulary: Vocabulary
  readonly #pointer: Pointer
  #disposed = false

  private constructor(library: LlamaLibrary, pointer: Pointer) {
    this.library = library
    this.#pointer = pointer
    this.vocabulary = new Vocabulary(library, pointer)
  }

  /** Reads weights beside the event loop. Throws where llama.cpp refuses them; why, it says in its log. */
  static async load(path: string, { vocabularyOnly = false, onProgress }: LlamaModelOptions = {}): Promise<LlamaModel> {
    const library = openLibrary()
    const told = koffi.register(
      (progress: number) => {
        onProgress?.(progress)
        return true
      },
      koffi.pointer(koffi.proto('bool (float progress, void *user_data)')),
    )
    try {
      const parameters = { ...library.llama_model_default_params(), vocab_only: vocabularyOnly, progress_callback: told as Pointer }
      const pointer = await promisify(library.llama_model_load_from_file.async)(path, parameters)
      if (pointer === null) throw new Error('Failed to load model')
      return new LlamaModel(library, pointer)
    } finally {
      koffi.unregister(told)
    }
  }

  /** Bytes of all tensors. */
  get sizeBytes(): number {
    return this.library.llama_model_size(this.#pointer)
  }

  /** Length of an embedding. */
  get embeddingLength(): number {
    return this.library.llama_model_n_embd_out(this.#pointer)
  }

  /** Tokens that a layer with a window looks back; 0 where all look back to the start. */
  get windowTokens(): number {
    return this.library.llama_model_n_swa(this.#pointer)
  }

  /** Address of the weights, for contexts. */
  pointer(): Pointer {
    if (this.#disposed) throw new Error('The weights were let go of.')
    return this.#pointer
  }

  [Symbol.dispose](): void {
    if (this.#disposed) return
    this.#disposed = true
    this.library.llama_model_free(this.#pointer)
  }
}

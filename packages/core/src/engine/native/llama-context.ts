import { promisify } from 'node:util'
import koffi from 'koffi'
import type { LlamaLibrary } from './library/llama-library.ts'
import type { Pointer } from './library/native-types.ts'
import type { LlamaModel } from './llama-model.ts'
import { ThreadPool } from './thread-pool.ts'
import { TokenBatch } from './token-batch.ts'

/** How a context is made. */
export type LlamaContextOptions = {
  /** Tokens that each sequence can hold. */
  contextSize: number
  sequences: number
  /** Most tokens in one step. */
  batchTokens: number
  /** Most threads that may compute. */
  threads: number
  /** Whether attention is computed without keeping its scores; llama.cpp decides by default. */
  flashAttention?: boolean | undefined
  /** Gives a vector for each text in place of logits: all sequences share their cells, as texts of any length then come in one pass. */
  embeds?: boolean
}

const floatBytes = 4

/** What is computed with a model: sequences of tokens with their keys and values, and the outputs of the last step. */
export class LlamaContext implements Disposable {
  readonly batch: TokenBatch
  readonly sequences: number
  /** Tokens that a sequence can hold. */
  readonly sequenceTokens: number
  /** How vectors of tokens are joined, as llama.cpp numbers the ways. */
  readonly pooling: number
  readonly #library: LlamaLibrary
  readonly #pointer: Pointer
  readonly #memory: Pointer
  #pool: ThreadPool
  readonly #vocabularySize: number
  readonly #embeddingLength: number
  readonly #windowTokens: number
  #disposed = false

  /** Throws where there is not enough memory, or llama.cpp refuses the options. */
  constructor(model: LlamaModel, options: LlamaContextOptions) {
    const { contextSize, sequences, batchTokens, threads, flashAttention, embeds = false } = options
    const { library } = model
    this.#library = library
    const pointer = library.llama_init_from_model(model.pointer(), {
      ...library.llama_context_default_params(),
      n_ctx: contextSize * (embeds ? 1 : sequences),
      n_batch: batchTokens,
      n_ubatch: embeds ? batchTokens : Math.min(batchTokens, mostMicroBatchTokens),
      n_seq_max: sequences,
      n_threads: threads,
      n_threads_batch: threads,
      flash_attn_type: flashAttention === undefined ? -1 : Number(flashAttention),
      embeddings: embeds,
      kv_unified: embeds,
      swa_full: false,
      no_perf: true,
    })
    if (pointer === null) throw new Error('llama.cpp could not make a context of this size')
    this.#pointer = pointer
    this.#pool = new ThreadPool(library, threads)
    library.llama_attach_threadpool(pointer, this.#pool.pointer(), null)
    this.#memory = library.llama_get_memory(pointer) as Pointer
    this.sequences = sequences
    this.sequenceTokens = library.llama_n_ctx_seq(pointer)
    this.batch = new TokenBatch(Math.min(batchTokens, library.llama_n_batch(pointer)), sequences)
    this.pooling = library.llama_pooling_type(pointer)
    this.#vocabularySize = model.vocabulary.size
    this.#embeddingLength = model.embeddingLength
    this.#windowTokens = model.windowTokens
  }

  /** Computes the batch while nothing else runs in this process. Throws where llama.cpp does not. */
  decode(): void {
    this.#settle(this.#library.llama_decode(this.#pointer, this.batch.struct()))
  }

  /** Computes the batch beside the event loop; until then neither this context nor its batch is to be touched. */
  async decodeBeside(): Promise<void> {
    this.#settle(await promisify(this.#library.llama_decode.async)(this.#pointer, this.batch.struct()))
  }

  /** Logits of a row of the last step that had an output. The next step ends them. */
  logits(row: number): Float32Array {
    return this.#view(this.#library.llama_get_logits_ith(this.#pointer, row), this.#vocabularySize)
  }

  /** The vector of a text in the last step, as it was pooled. The next step ends it. */
  embedding(sequence: number, lastRow: number): Float32Array {
    const library = this.#library
    const address =
      this.pooling === 0
        ? library.llama_get_embeddings_ith(this.#pointer, lastRow)
        : library.llama_get_embeddings_seq(this.#pointer, sequence)
    return this.#view(address, this.#embeddingLength)
  }

  /** Keeps the first so many tokens of a sequence, and says how many it kept: none where the model cannot go back to there. */
  keep(sequence: number, tokens: number): number {
    const library = this.#library
    const isHeld =
      tokens > 0 &&
      library.llama_memory_seq_pos_max(this.#memory, sequence) >= tokens - 1 &&
      // What lies before a layer's window may be gone already.
      library.llama_memory_seq_pos_min(this.#memory, sequence) <= Math.max(0, tokens - 1 - this.#windowTokens) &&
      library.llama_memory_seq_rm(this.#memory, sequence, tokens, -1)
    if (isHeld) return tokens
    library.llama_memory_seq_rm(this.#memory, sequence, -1, -1)
    return 0
  }

  /** Forgets all sequences. */
  clear(): void {
    this.#library.llama_memory_clear(this.#memory, false)
  }

  /** What a sequence holds, to be put into another, or into this one later. Empty where it cannot be told. */
  stateOf(sequence: number): Uint8Array<ArrayBuffer> {
    const state = new Uint8Array(this.#library.llama_state_seq_get_size(this.#pointer, sequence))
    const length = this.#library.llama_state_seq_get_data(this.#pointer, state, state.length, sequence)
    return state.subarray(0, length)
  }

  /** Puts a state into a sequence in place of what it held, and says whether it could; if not, the sequence is empty. */
  restore(sequence: number, state: Uint8Array): boolean {
    return this.#library.llama_state_seq_set_data(this.#pointer, state, state.length, sequence) > 0
  }

  /** How many threads compute from the next step on. */
  useThreads(threads: number): void {
    if (threads === this.#pool.threads) return
    // A thread of a larger pool would spin beside those that compute.
    const before = this.#pool
    this.#pool = new ThreadPool(this.#library, threads)
    this.#library.llama_attach_threadpool(this.#pointer, this.#pool.pointer(), null)
    this.#library.llama_set_n_threads(this.#pointer, threads, threads)
    before[Symbol.dispose]()
  }

  /** Address of the context, for samplers. */
  pointer(): Pointer {
    return this.#pointer
  }

  [Symbol.dispose](): void {
    if (this.#disposed) return
    this.#disposed = true
    this.#library.llama_free(this.#pointer)
    this.#pool[Symbol.dispose]()
  }

  #settle(code: number): void {
    if (code !== 0) throw new Error(`llama.cpp ended a step of ${this.batch.size} tokens with ${code}`)
  }

  #view(address: Pointer | null, length: number): Float32Array {
    if (address === null) throw new Error('llama.cpp gave no output for this row')
    return new Float32Array(koffi.view(address, length * floatBytes))
  }
}

/** Tokens that pass through the weights together. More bring no speed, and take memory. */
const mostMicroBatchTokens = 512

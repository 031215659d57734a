import type { ModelConfig } from '../../config/schema/config.ts'
import type { Model } from '../../models/model.ts'
import { identifyFile, verifyModel } from '../../models/verify-model.ts'

/** One model's weights on disk: verified, and watched for changes since. */
export class WatchedWeights {
  readonly #config: ModelConfig
  #model: Model | undefined
  #seenFile: string | undefined

  constructor(config: ModelConfig) {
    this.#config = config
  }

  /** Undefined while they could not be verified. */
  get model(): Model | undefined {
    return this.#model
  }

  /** Throws the `weights_…` errors. */
  async verify(): Promise<Model> {
    this.#seenFile = await identifyFile(this.#config)
    this.#model = await verifyModel(this.#config)
    return this.#model
  }

  /** Whether the file is another than the one last verified. Throws `weights_missing`, `weights_unreadable`. */
  async changed(): Promise<boolean> {
    try {
      return (await identifyFile(this.#config)) !== this.#seenFile
    } catch (error) {
      // Its return is a change, even as the same file.
      this.#seenFile = undefined
      throw error
    }
  }
}

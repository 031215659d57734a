import { describeTemplate } from '../../chat/family/describe-template.ts'
import type { ModelConfig } from '../../config/schema/config.ts'
import { routerError } from '../../errors.ts'
import type { Model } from '../../models/model.ts'
import { identifyFile, verifyModel } from '../../models/verify-model.ts'
import { weightsOf } from '../../models/weights/locate-weights.ts'

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

  /** Throws the `weights_…` errors: weights whose template cannot render a chat are not sound. */
  async verify(): Promise<Model> {
    this.#seenFile = await identifyFile(this.#config)
    const model = await verifyModel(this.#config)
    checkTemplates(this.#config, model)
    this.#model = model
    return model
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

function checkTemplates(config: ModelConfig, { gguf }: Model): void {
  for (const template of [gguf.chatTemplate, gguf.toolTemplate]) {
    const problem = template === undefined ? undefined : describeTemplate(template).traits.problem
    if (problem === undefined) continue
    const reason = `Its chat template cannot render a chat: ${problem} Another one can be given as chatTemplate of the model in the config.`
    throw routerError('weights_malformed', { ...weightsOf(config), reason })
  }
}

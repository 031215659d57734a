import { fileURLToPath } from 'node:url'
import { type Config, config } from './config.ts'

const weights = (file: string) => ({
  path: fileURLToPath(new URL(`../../../../models/canary/${file}`, import.meta.url)),
  restore: `git restore models/canary/${file}`,
})

/**
 * The config that serves the embedded weights, their hashes pinned here.
 *
 * @example
 * canaryConfig().models.map(({ id }) => id) // ['canary', 'canary-embedding']
 */
export function canaryConfig(): Config {
  return config.parse({
    models: [
      { id: 'canary', ...weights('canary.gguf'), sha256: canarySha256.chat, temperature: 0, required: true },
      { id: 'canary-embedding', ...weights('canary-embedding.gguf'), sha256: canarySha256.embedding, required: true },
    ],
    tasks: {
      general_reasoning: { model: 'canary' },
      intent_classification: { model: 'canary' },
      content_moderation: { model: 'canary' },
      embedding_generation: { model: 'canary-embedding' },
    },
  })
}

const canarySha256 = {
  chat: '727bc1a8c0f0c06e9c1eceb8321d974f5f6aae1c15537b3e0c8a2405e56b97ae',
  embedding: 'a92f846f8b923e3a413e5f92666e160aad3bce63639fb16c1d79572dd656c576',
}

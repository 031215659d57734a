import { fileURLToPath } from 'node:url'
import { type Config, config } from './config.ts'

const weights = (file: string) => ({
  path: fileURLToPath(new URL(`../../../../models/canary/${file}`, import.meta.url)),
  restore: `git restore models/canary/${file}`,
})

/** The config that serves the embedded weights, their hashes pinned here. */
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
  chat: '2f8913d95a9414b69b2b71134ebbb983d459ae397219e5b85a313e6d59feaf39',
  embedding: 'c1910b86459a1b9d9ae756870fd0730665038badcafee6af47a41183194a20de',
}

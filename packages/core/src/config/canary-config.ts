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
  chat: 'c12da9dd062358e42b127308bbe8fcc4dc03e2b582b8d1bf53828e764ce1e4d2',
  embedding: '2f4c1b112c0a9190d237400837cd28d0ab5faed6929862b2442e48694239d181',
}

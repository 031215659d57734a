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
  chat: 'd6318ffcb15d4a0bb2f6a196468f0389db99167da451b696f44c46fa34438659',
  embedding: 'c1910b86459a1b9d9ae756870fd0730665038badcafee6af47a41183194a20de',
}

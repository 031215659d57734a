import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { type Config, config } from './schema/config.ts'

// Asked for by a file that is always there: weights that are gone are an error of theirs, not of this package.
const folder = dirname(createRequire(import.meta.url).resolve('@honestai/canary/package.json'))
const isInstalled = folder.includes(`${sep}node_modules${sep}`)

const weights = (file: string) => ({
  path: join(folder, file),
  ...(isInstalled ? {} : { restore: `git restore models/canary/${file}` }),
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
  chat: 'bf6b8012180c516fa7f3d556fe648f3ec0041060947359e5f4987416cbd54618',
  embedding: '4602c45f0587a1420c2c1f98d06e0f8f33d8cbea1c17478bbe322197079fe925',
}

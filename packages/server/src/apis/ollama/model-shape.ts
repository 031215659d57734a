import { stat } from 'node:fs/promises'
import type { ModelFacts } from '@honestai/core'
import { z } from 'zod'

const details = z.object({
  parent_model: z.string(),
  format: z.literal('gguf'),
  family: z.string(),
  families: z.array(z.string()),
  parameter_size: z.string(),
  quantization_level: z.string(),
})

const identity = {
  name: z.string(),
  model: z.string(),
  size: z.int().describe('Bytes of the weights.'),
  digest: z.string().describe('The sha256 that the config pins; empty where it pins none.'),
  details,
}

/** One model of `GET /api/tags`. */
export const listedShape = z.object({ ...identity, modified_at: z.string() })

/** One model of `GET /api/ps`. */
export const runningShape = z.object({
  ...identity,
  expires_at: z.string().describe('When it is unloaded, if nobody asks it before; the year 9999 where the config keeps it for ever.'),
  size_vram: z.int(),
  context_length: z.int(),
})

/** The answer of `POST /api/show`. */
export const shownShape = z.object({
  license: z.string(),
  modelfile: z.string(),
  parameters: z.string(),
  template: z.string(),
  details,
  model_info: z.record(z.string(), z.unknown()),
  capabilities: z.array(z.enum(['completion', 'tools', 'thinking', 'insert', 'embedding'])),
  modified_at: z.string(),
})

/** What every list tells of a model. */
export const toIdentity = ({ id, gguf, sha256 }: ModelFacts) => ({
  name: id,
  model: id,
  size: gguf.fileBytes,
  digest: sha256 ?? '',
  details: toDetails(gguf),
})

/** When the weights were written; that the file is gone since it was verified is told elsewhere. */
export async function modifiedAt({ path }: ModelFacts): Promise<string> {
  const facts = await stat(path).catch(() => undefined)
  return (facts?.mtime ?? new Date(0)).toISOString()
}

/** What of a model's header Ollama tells. */
export function toShown(facts: ModelFacts, modified_at: string): z.infer<typeof shownShape> {
  const { id, gguf, contextSize } = facts
  const { architecture } = gguf
  const of = (values: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${architecture}.${name}`, value]))
  return {
    license: '',
    modelfile: `FROM ${id}\nPARAMETER num_ctx ${contextSize}\n`,
    parameters: `num_ctx ${contextSize}`,
    template: gguf.chatTemplate ?? '',
    details: toDetails(gguf),
    model_info: {
      'general.architecture': architecture,
      'general.parameter_count': gguf.parameters,
      ...of({
        block_count: gguf.layers.length,
        context_length: gguf.trainedContextSize,
        embedding_length: gguf.embeddingLength,
        feed_forward_length: gguf.feedForwardLength,
        'attention.head_count': gguf.layers[0]?.heads,
        'attention.head_count_kv': gguf.layers[0]?.keyValueHeads,
        'attention.key_length': gguf.keyLength,
        'attention.value_length': gguf.valueLength,
        vocab_size: gguf.vocabularySize,
      }),
    },
    capabilities: toCapabilities(facts),
    modified_at,
  }
}

function toCapabilities({ abilities, tools, reasoning, gguf }: ModelFacts) {
  const chats = abilities.includes('chat')
  const all = {
    completion: chats,
    tools: chats && tools,
    thinking: chats && reasoning,
    insert: gguf.infill,
    embedding: abilities.includes('embed'),
  }
  const names = Object.keys(all) as (keyof typeof all)[]
  return names.filter((name) => all[name])
}

const toDetails = ({ architecture, parameters, quantisation }: ModelFacts['gguf']): z.infer<typeof details> => ({
  parent_model: '',
  format: 'gguf',
  family: architecture,
  families: [architecture],
  parameter_size: toSize(parameters),
  quantization_level: quantisation ?? 'unknown',
})

/** Parameters as their makers write them, such as 7.6B. */
const toSize = (parameters: number): string =>
  parameters >= 1e9
    ? `${(parameters / 1e9).toFixed(1)}B`
    : parameters >= 1e6
      ? `${(parameters / 1e6).toFixed(2)}M`
      : `${(parameters / 1e3).toFixed(2)}K`

import type { ModelFacts } from '@honestai/core'

const layer = { heads: 2, keyValueHeads: 1, windowTokens: undefined }

/** What a fake router knows of its models' weights. */
export const fakeFacts: Omit<ModelFacts, 'id' | 'abilities'> = {
  path: '/models/canary.gguf',
  restore: undefined,
  sha256: 'c'.repeat(64),
  contextSize: 1024,
  speculation: 'none',
  fileIdentity: '1:2:3',
  slots: 4,
  tools: true,
  reasoning: false,
  gguf: {
    architecture: 'llama',
    parameters: 1_300_000,
    quantisation: 'Q8_0',
    trainedContextSize: 2048,
    embeddingLength: 64,
    feedForwardLength: 128,
    vocabularySize: 4096,
    layers: [layer, layer],
    keyLength: 32,
    valueLength: 32,
    chatTemplate: '{{ messages }}',
    toolTemplate: undefined,
    controlTokens: [],
    userDefinedTokens: [],
    specialTokens: { bos: 1, eos: 2, eot: undefined, unknown: 0, separator: undefined, padding: undefined, mask: undefined },
    pooling: undefined,
    splitFiles: 1,
    fileBytes: 1_400_000,
  },
}

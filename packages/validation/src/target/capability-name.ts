import { z } from 'zod'

/** What a server may offer or not, as far as the gate can ask for it. */
export const capabilityName = z.enum([
  'models',
  'chat',
  'streaming',
  'usage in streams',
  'completions',
  'embeddings',
  'responses',
  'messages',
  'tools',
  'structured output',
  'tokenize',
  'health',
  'metrics',
])
export type CapabilityName = z.infer<typeof capabilityName>

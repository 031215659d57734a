import type { GgufFacts } from '../model.ts'
import { checkTensorsAreComplete, checkTensorsLieInside, countParameters } from './check-gguf-tensors.ts'
import { GgufFault } from './gguf-cursor.ts'
import { GgufMetadata } from './gguf-metadata.ts'
import type { GgufHeader } from './parse-gguf-header.ts'
import { quantisationNames } from './quantisation-names.ts'
import { readLayers } from './read-layers.ts'
import { readVocabulary } from './read-vocabulary.ts'

/** The header of one file of some weights. */
export type GgufPart = { header: GgufHeader; fileBytes: number }

/**
 * Checks that the headers of some weights, one for each file, describe what llama.cpp can load without a failed assertion,
 * and returns their facts. Each check stops damage that was seen to abort, hang or exhaust a loader. Throws `GgufFault`.
 */
export function checkGgufHeader(parts: readonly [GgufPart, ...GgufPart[]]): GgufFacts {
  const metadata = new GgufMetadata(parts[0].header.metadata)
  const { key } = metadata
  checkSplit(parts)
  const vocabulary = readVocabulary(metadata)
  const layers = readLayers(metadata)
  const embeddingLength = metadata.count(key('embedding_length'), 1_048_576)
  metadata.checkEpsilon(key('attention.layer_norm_rms_epsilon'))
  metadata.checkEpsilon(key('attention.layer_norm_epsilon'))
  for (const { header, fileBytes } of parts) checkTensorsLieInside(header, fileBytes)
  const tensors = parts.flatMap(({ header }) => header.tensors)
  const { architecture } = metadata
  checkTensorsAreComplete(tensors, { architecture, layers: layers.length, embeddingLength, vocabularySize: vocabulary.vocabularySize })
  return {
    architecture,
    parameters: countParameters(tensors),
    quantisation: quantisationNames[metadata.optionalCount('general.file_type', 2 ** 32) ?? -1],
    trainedContextSize: metadata.count(key('context_length'), 2 ** 31),
    embeddingLength,
    feedForwardLength: feedForwardLengthOf(metadata),
    ...vocabulary,
    layers,
    ...headLengthsOf(metadata, embeddingLength),
    ...chatTemplatesOf(metadata),
    pooling: metadata.optionalCount(key('pooling_type'), 255),
    splitFiles: parts.length,
    fileBytes: parts.reduce((sum, { fileBytes }) => sum + fileBytes, 0),
  }
}

// As llama.cpp takes them: weights whose only template is that for tools chat with it.
function chatTemplatesOf(metadata: GgufMetadata): Pick<GgufFacts, 'chatTemplate' | 'toolTemplate'> {
  const toolTemplate = metadata.optionalText('tokenizer.chat_template.tool_use')
  return { chatTemplate: metadata.optionalText('tokenizer.chat_template') ?? toolTemplate, toolTemplate }
}

/** Each file of split weights knows its place, from 0, and how many there are; only the first knows all the metadata. */
function checkSplit(parts: readonly GgufPart[]): void {
  parts.forEach(({ header }, index) => {
    const count = header.metadata.get('split.count') ?? 1
    const number = header.metadata.get('split.no') ?? 0
    if (count !== parts.length && !(count === 0 && parts.length === 1))
      throw new GgufFault(`It is one of ${String(count)} files; ${parts.length} ${parts.length === 1 ? 'is' : 'are'} there.`)
    if (number !== index) throw new GgufFault(`It is file ${Number(number) + 1} of its weights and stands in place ${index + 1}.`)
  })
}

// Mixtures of experts may give one length for each layer; the longest decides how much memory a step takes.
const feedForwardLengthOf = (metadata: GgufMetadata): number => {
  const key = metadata.key('feed_forward_length')
  return metadata.has(key) ? metadata.counts(key, 2 ** 24).reduce((most, length) => Math.max(most, length), 0) : 0
}

function headLengthsOf(metadata: GgufMetadata, embeddingLength: number): { keyLength: number; valueLength: number } {
  const heads = metadata.counts(metadata.key('attention.head_count'), 65_536).find((count) => count > 0) ?? 1
  const length = (name: string) => metadata.optionalCount(metadata.key(name), 65_536) ?? Math.floor(embeddingLength / heads)
  return { keyLength: length('attention.key_length'), valueLength: length('attention.value_length') }
}

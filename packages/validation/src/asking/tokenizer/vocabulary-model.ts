import { statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Model } from '@honestai/core'
import { tokenType, type Vocabulary } from './read-vocabulary.ts'

/**
 * A model of which there is only the vocabulary. It cannot be verified, for it has no weights; the engine loads no more of it than its
 * tokenizer.
 */
export function vocabularyModel(path: string, { architecture, tokens, types }: Vocabulary): Model {
  const { size, mtimeNs } = statSync(path, { bigint: true })
  const textsOf = (wanted: number) => tokens.filter((_, id) => types[id] === wanted)
  return {
    id: basename(path, '.gguf'),
    path,
    restore: undefined,
    sha256: undefined,
    abilities: [],
    contextSize: 0,
    speculation: 'none',
    fileIdentity: `${path}:${size}:${mtimeNs}`,
    gguf: {
      architecture,
      parameters: 0,
      quantisation: undefined,
      trainedContextSize: 0,
      embeddingLength: 0,
      feedForwardLength: 0,
      vocabularySize: tokens.length,
      layers: [],
      keyLength: 0,
      valueLength: 0,
      chatTemplate: undefined,
      toolTemplate: undefined,
      controlTokens: textsOf(tokenType.control),
      userDefinedTokens: textsOf(tokenType.userDefined),
      specialTokens: {
        bos: undefined,
        eos: undefined,
        eot: undefined,
        unknown: undefined,
        separator: undefined,
        padding: undefined,
        mask: undefined,
      },
      pooling: undefined,
      splitFiles: 1,
      fileBytes: Number(size),
    },
  }
}

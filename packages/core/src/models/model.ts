/** What a model can be asked for. */
export type Ability = 'chat' | 'embed'

/** What a GGUF header says about its weights. */
export type GgufFacts = {
  architecture: string
  /** Tokens the weights were trained for. */
  trainedContextTokens: number
  embeddingLength: number
  vocabularySize: number
  chatTemplate: string | undefined
  /** Texts of the control tokens, such as the ones that begin and end a turn. */
  controlTokens: readonly string[]
  /** llama.cpp's pooling type: 0 none, 1 mean, 2 first token, 3 last token; undefined when the header is silent. */
  pooling: number | undefined
  fileBytes: number
}

/** A weights file that was found sound: its header parses, its tensors lie inside it, its sha256 is the pinned one. */
export type Model = {
  id: string
  path: string
  /** Command that brings the file back, when the config names one. */
  restore: string | undefined
  sha256: string | undefined
  abilities: readonly Ability[]
  contextTokens: number
  gguf: GgufFacts
  /** Changes when the file does: device, inode, size, mtime and ctime in nanoseconds. */
  fileIdentity: string
}

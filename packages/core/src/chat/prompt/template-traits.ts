import type { ChatMessage } from '../chat.ts'

/** What a template takes and knows, as found by rendering it. */
export type TemplateTraits = {
  /** It wants content as a list of parts; most want a text. */
  contentAsParts: boolean
  /** Roles of which it takes content as parts too. */
  partsOf: readonly ChatMessage['role'][]
  /** What `tools` is when there are none: none, or for templates that loop over it all the same an empty list. */
  noToolsAs: 'none' | 'empty'
  /** It knows system messages. */
  hasSystem: boolean
  /** Arguments of calls as it writes them right: as an object, or as JSON text that it joins to its own. */
  argumentsAs: 'object' | 'text'
  /** A turn of calls alone shows its calls only when its content is none. */
  emptyContentAs: 'text' | 'none'
  /** It tells the model of tools. */
  hasTools: boolean
  /** Members in which it takes what a turn thought. */
  reasoningFields: readonly string[]
  /** Variables that turn reasoning on and off; undefined where nothing does. */
  switches: { on: Record<string, unknown>; off: Record<string, unknown> } | undefined
  /** Values of `reasoning_effort` that it renders differently from another, and those that it refuses. */
  efforts: { told: readonly string[]; refused: readonly string[] }
  /** Why it cannot render even a plain chat. */
  problem: string | undefined
}

/** What most templates are. */
export const usualTraits: TemplateTraits = {
  contentAsParts: false,
  partsOf: [],
  noToolsAs: 'none',
  hasSystem: true,
  argumentsAs: 'object',
  emptyContentAs: 'text',
  hasTools: true,
  reasoningFields: [],
  switches: undefined,
  efforts: { told: [], refused: [] },
  problem: undefined,
}

import type { ChatRequest } from '../../chat/chat.ts'
import { type RenderedChat, renderChat } from '../../chat/family/render-chat.ts'
import { type OutputFormat, outputFormatOf, plainSyntax } from '../../chat/output/output-format.ts'
import type { PromptPiece } from '../../chat/prompt/render-prompt.ts'
import { routerError } from '../../errors.ts'
import type { Model } from '../../models/model.ts'
import { checkPrompt, checkTokens } from '../completion/check-chat-request.ts'
import type { Vocabulary } from '../native/vocabulary.ts'

/** What a model is to go on with, and what its output may hold. */
export type Prompt = { text: string; tokens: number[]; output: OutputFormat; warnings: readonly string[] }

/**
 * The prompt that a request comes to: a chat as the model's template has it, or the caller's own. Throws `invalid_request`,
 * `unsupported_parameter`, `template_failed`.
 */
export function preparePrompt(model: Model, vocabulary: Vocabulary, request: ChatRequest): Prompt {
  checkPrompt(request)
  if (request.prompt !== undefined) return ownPrompt(request.prompt, request.parseSpecial ?? false, model, vocabulary)
  const { pieces, syntax, warnings } = render(model, vocabulary, request)
  return {
    text: pieces.map((piece) => piece.text).join(''),
    tokens: tokenizePieces(vocabulary, pieces),
    output: outputFormatOf(syntax, pieces.at(-1)?.text ?? '', request.tools ?? [], request.toolChoice !== 'none'),
    warnings,
  }
}

function ownPrompt(prompt: string | number[], parseSpecial: boolean, model: Model, vocabulary: Vocabulary): Prompt {
  const output = outputFormatOf(plainSyntax, '', [])
  if (typeof prompt === 'string')
    return { text: prompt, tokens: withFirstToken(vocabulary, vocabulary.tokenize(prompt, parseSpecial)), output, warnings: [] }
  checkTokens(prompt, model.gguf.vocabularySize, 'prompt')
  return { text: vocabulary.detokenize(prompt, true), tokens: prompt, output, warnings: [] }
}

function render(model: Model, vocabulary: Vocabulary, request: ChatRequest): RenderedChat {
  const { toolTemplate, controlTokens, userDefinedTokens } = model.gguf
  const chatTemplate = request.tools?.length ? (toolTemplate ?? model.gguf.chatTemplate) : model.gguf.chatTemplate
  if (chatTemplate === undefined) throw routerError('template_failed', { model: model.id, reason: 'The weights hold no chat template.' })
  try {
    return renderChat(request, {
      chatTemplate,
      bosToken: vocabulary.entryOf(vocabulary.bos),
      eosToken: vocabulary.entryOf(vocabulary.eos),
      controlTokens,
      userDefinedTokens,
    })
  } catch (error) {
    throw routerError('template_failed', { model: model.id, reason: error instanceof Error ? error.message : String(error) })
  }
}

function tokenizePieces(vocabulary: Vocabulary, pieces: PromptPiece[]): number[] {
  // Some tokenizers put a space before a text; inside a prompt there is none.
  const tokens = pieces.flatMap(({ text, special }, index) =>
    index > 0 ? vocabulary.tokenizeInside(text, special) : vocabulary.tokenize(text, special),
  )
  return withFirstToken(vocabulary, tokens)
}

function withFirstToken(vocabulary: Vocabulary, tokens: number[]): number[] {
  const { bos, addsBos } = vocabulary
  // Many templates write the first token themselves; it must not stand twice.
  return addsBos && bos !== undefined && tokens[0] !== bos ? [bos, ...tokens] : tokens
}

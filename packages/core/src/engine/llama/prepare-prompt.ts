import type { LlamaModel, Token } from 'node-llama-cpp'
import type { ChatRequest } from '../../chat/chat.ts'
import { type RenderedChat, renderChat } from '../../chat/family/render-chat.ts'
import { type OutputFormat, outputFormatOf, plainSyntax } from '../../chat/output/output-format.ts'
import type { PromptPiece } from '../../chat/prompt/render-prompt.ts'
import { routerError } from '../../errors.ts'
import type { Model } from '../../models/model.ts'
import { checkPrompt, checkTokens } from '../completion/check-chat-request.ts'

/** What a model is to go on with, and what its output may hold. */
export type Prompt = { text: string; tokens: Token[]; output: OutputFormat; warnings: readonly string[] }

/**
 * The prompt that a request comes to: a chat as the model's template has it, or the caller's own. Throws `invalid_request`,
 * `unsupported_parameter`, `template_failed`.
 */
export function preparePrompt(model: Model, weights: LlamaModel, request: ChatRequest): Prompt {
  checkPrompt(request)
  if (request.prompt !== undefined) return ownPrompt(request.prompt, request.parseSpecial ?? false, model, weights)
  const { pieces, syntax, warnings } = render(model, weights, request)
  return {
    text: pieces.map((piece) => piece.text).join(''),
    tokens: tokenizePieces(weights, pieces),
    output: outputFormatOf(syntax, pieces.at(-1)?.text ?? '', request.tools ?? [], request.toolChoice !== 'none'),
    warnings,
  }
}

function ownPrompt(prompt: string | number[], parseSpecial: boolean, model: Model, weights: LlamaModel): Prompt {
  const output = outputFormatOf(plainSyntax, '', [])
  if (typeof prompt === 'string')
    return { text: prompt, tokens: withFirstToken(weights, weights.tokenize(prompt, parseSpecial)), output, warnings: [] }
  checkTokens(prompt, model.gguf.vocabularySize, 'prompt')
  const tokens = prompt as Token[]
  return { text: weights.detokenize(tokens, true), tokens, output, warnings: [] }
}

function render(model: Model, weights: LlamaModel, request: ChatRequest): RenderedChat {
  const { toolTemplate, controlTokens, userDefinedTokens } = model.gguf
  const chatTemplate = request.tools?.length ? (toolTemplate ?? model.gguf.chatTemplate) : model.gguf.chatTemplate
  if (chatTemplate === undefined) throw routerError('template_failed', { model: model.id, reason: 'The weights hold no chat template.' })
  const { bosString, eosString } = weights.tokens
  try {
    return renderChat(request, {
      chatTemplate,
      bosToken: bosString ?? '',
      eosToken: eosString ?? '',
      controlTokens,
      userDefinedTokens,
    })
  } catch (error) {
    throw routerError('template_failed', { model: model.id, reason: error instanceof Error ? error.message : String(error) })
  }
}

function tokenizePieces(weights: LlamaModel, pieces: PromptPiece[]): Token[] {
  // Some tokenizers put a space before a text; inside a prompt there is none.
  const tokens = pieces.flatMap(({ text, special }, index) => weights.tokenize(text, special, index > 0 ? 'trimLeadingSpace' : undefined))
  return withFirstToken(weights, tokens)
}

function withFirstToken(weights: LlamaModel, tokens: Token[]): Token[] {
  const { bos, shouldPrependBosToken } = weights.tokens
  // Many templates write the first token themselves; it must not stand twice.
  return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens
}

import type { LlamaModel, Token } from 'node-llama-cpp'
import type { ChatRequest } from '../../chat/chat.ts'
import { type OutputFormat, outputFormatOf } from '../../chat/output/output-format.ts'
import { checkReasoning } from '../../chat/prompt/check-reasoning.ts'
import { type PromptPiece, renderPrompt } from '../../chat/prompt/render-prompt.ts'
import { routerError } from '../../errors.ts'
import type { Model } from '../../models/model.ts'
import { checkPrompt, checkTokens } from '../completion/check-chat-request.ts'

/** What a model is to go on with, and what its output may hold. */
export type Prompt = { text: string; tokens: Token[]; output: OutputFormat }

/**
 * The prompt that a request comes to: a chat as `render` makes it of the model's template, or the caller's own. Throws `invalid_request`,
 * `unsupported_parameter`, `model_lacks_ability`, `template_failed`.
 */
export function preparePrompt(model: Model, weights: LlamaModel, request: ChatRequest, render = renderPrompt): Prompt {
  checkPrompt(request)
  if (request.prompt !== undefined) return ownPrompt(request.prompt, request.parseSpecial ?? false, model, weights)
  const pieces = renderPieces(model, weights, request, render)
  return {
    text: pieces.map((piece) => piece.text).join(''),
    tokens: tokenizePieces(weights, pieces),
    output: outputFormatOf(model.gguf.chatTemplate ?? '', pieces.at(-1)?.text ?? '', request),
  }
}

function ownPrompt(prompt: string | number[], parseSpecial: boolean, model: Model, weights: LlamaModel): Prompt {
  const output = outputFormatOf('', '', {})
  if (typeof prompt === 'string') return { text: prompt, tokens: withFirstToken(weights, weights.tokenize(prompt, parseSpecial)), output }
  checkTokens(prompt, model.gguf.vocabularySize, 'prompt')
  const tokens = prompt as Token[]
  return { text: weights.detokenize(tokens, true), tokens, output }
}

function renderPieces(model: Model, weights: LlamaModel, request: ChatRequest, render: typeof renderPrompt): PromptPiece[] {
  const { chatTemplate, controlTokens, userDefinedTokens } = model.gguf
  if (chatTemplate === undefined) throw routerError('template_failed', { model: model.id, reason: 'The weights hold no chat template.' })
  checkReasoning(request.reasoning, chatTemplate, model.id)
  const { bosString, eosString } = weights.tokens
  try {
    return render(request, {
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

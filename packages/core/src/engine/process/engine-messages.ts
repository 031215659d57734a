import type { ChatEvent, ChatRequest } from '../../chat/chat.ts'
import type { ErrorCode, ErrorDetails } from '../../errors.ts'
import type { Model } from '../../models/model.ts'
import type { EmbedOptions, EngineFacts } from '../engine.ts'
import type { StepReport } from '../steps/prefill-budget.ts'

/** What the server process sends to an engine process. */
export type ToEngine =
  | { type: 'start'; model: Model; slots: number; vocabularyOnly: boolean }
  | { type: 'chat'; id: number; request: ChatRequest }
  | { type: 'choose-label'; id: number; request: ChatRequest; labels: readonly string[] }
  | { type: 'embed'; id: number; texts: string[]; options: EmbedOptions | undefined }
  | { type: 'prompt-tokens'; id: number; request: ChatRequest }
  | { type: 'render-prompt'; id: number; request: ChatRequest }
  | { type: 'tokenize'; id: number; text: string; special: boolean }
  | { type: 'detokenize'; id: number; tokens: number[]; special: boolean }
  | { type: 'cancel'; id: number }
  /** The reader of a chat is behind: its steps are to wait. */
  | { type: 'pause'; id: number }
  | { type: 'resume'; id: number }

/** An error of the table on its way between processes. */
export type WireError = { code: ErrorCode; details: ErrorDetails<ErrorCode> }

/** What happened to one request: an event of its stream, or its one result, then nothing more but an end. */
export type RequestNews = { id: number } & (
  | { type: 'event'; event: ChatEvent }
  | { type: 'result'; value: unknown }
  | { type: 'done' }
  | { type: 'error'; error: WireError }
)

/** What an engine process sends back. News of one step travel in one message. */
export type FromEngine =
  | { type: 'progress'; progress: number }
  | { type: 'ready'; facts: EngineFacts }
  | { type: 'load-failed'; reason: string; error?: WireError }
  | { type: 'news'; news: RequestNews[]; steps: StepReport[] }

export type { AssistantStep, StepName } from './assistant/assistant-step.ts'
export {
  type Assistant,
  type AssistantEvent,
  type AssistantOptions,
  type AssistantResult,
  createAssistant,
} from './assistant/create-assistant.ts'
export { StepError } from './assistant/step-error.ts'
export type {
  AnswerTiming,
  ChatEvent,
  ChatMessage,
  ChatRequest,
  ChosenTokenLogprob,
  EndReason,
  ResponseFormat,
  TokenLogprob,
  ToolCall,
  ToolChoice,
  ToolDefinition,
  Usage,
} from './chat/chat.ts'
export { canaryConfig } from './config/canary-config.ts'
export { type EnvironmentSetting, environmentSettings } from './config/environment/environment-settings.ts'
export { type ApiKeys, digestOfKey, readApiKeys } from './config/environment/read-api-keys.ts'
export { formatPath, sayIssue } from './config/faults/say-issue.ts'
export { type ConfigSource, loadConfig } from './config/load-config.ts'
export type { Sampling } from './config/sampling/sampling.ts'
export {
  absentSamplers,
  type SamplingApi,
  type SamplingField,
  type SamplingGroup,
  samplingFields,
} from './config/sampling/sampling-fields.ts'
export type { Config, ModelConfig } from './config/schema/config.ts'
export { configJsonSchema, type JsonSchema } from './config/schema/config-json-schema.ts'
export { logLevels, type ServerConfig } from './config/schema/server-config.ts'
export { type TaskName, taskNames } from './config/schema/task-config.ts'
export type { Timeouts } from './config/schema/timeouts.ts'
export { estimateTokens, type TokenEstimate } from './engine/completion/estimate-tokens.ts'
export { createLlamaEngine } from './engine/create-llama-engine.ts'
export { createTokenizer, type Tokenizer } from './engine/create-tokenizer.ts'
export type { EmbedOptions, EmbedResult, Engine, EngineFacts, LabelChoice } from './engine/engine.ts'
export type { LoadOptions } from './engine/llama/load-weights.ts'
export { createProcessEngine } from './engine/process/process-engine.ts'
export type { StepReport } from './engine/steps/prefill-budget.ts'
export { errorCodes } from './errors/error-codes.ts'
export {
  describeStep,
  type ErrorBody,
  type ErrorCode,
  type ErrorDetails,
  type ErrorType,
  type RequestFault,
  RouterError,
  routerError,
  type Step,
} from './errors.ts'
export { inspectModels, type ModelReport } from './models/inspect-models.ts'
export { estimateMemory, type MemoryEstimate, type MemoryOptions } from './models/memory/estimate-memory.ts'
export type { Ability, GgufFacts, LayerFacts, Model, SpecialTokens } from './models/model.ts'
export { verifyModel } from './models/verify-model.ts'
export { truncateChat } from './router/context/truncate-chat.ts'
export type { ContextBudget, ContextPlan, DroppedMessage, Truncation } from './router/context-plan.ts'
export { createRouter, type RouterOptions } from './router/create-router.ts'
export type { Decision, ModelState, Target } from './router/decision.ts'
export type {
  ChatOptions,
  LoadCallOptions,
  ModelFacts,
  ModelHealth,
  Readiness,
  RequestOptions,
  RoutedChat,
  RoutedChatEvent,
  RoutedChatStart,
  Router,
} from './router/router.ts'
export type { LoadCause, RouterEvent, RouterListener, StateCause, UnloadCause } from './router/router-event.ts'
export type { LabelOutput, TaskOutputs, TaskResult } from './router/task-result.ts'

export type { ChatEvent, ChatMessage, ChatRequest, EndReason, Sampling, ToolCall, ToolDefinition, Usage } from './chat/chat.ts'
export { canaryConfig } from './config/canary-config.ts'
export { type Config, type ModelConfig, type TaskName, taskNames } from './config/config.ts'
export { formatPath } from './config/format-path.ts'
export { type ConfigSource, loadConfig } from './config/load-config.ts'
export type { EmbedResult, Engine, EngineFacts } from './engine/engine.ts'
export { createProcessEngine } from './engine/process-engine.ts'
export {
  describeStep,
  type ErrorBody,
  type ErrorCode,
  type ErrorDetails,
  type ErrorType,
  errorCodes,
  RouterError,
  routerError,
  type Step,
} from './errors.ts'
export type { Ability, GgufFacts, Model } from './models/model.ts'
export { verifyModel } from './models/verify-model.ts'
export { createRouter } from './router/create-router.ts'
export type { Decision, ModelHealth, ModelState, Readiness, Router, RouterEvent, Target } from './router/router.ts'

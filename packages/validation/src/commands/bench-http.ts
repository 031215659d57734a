import { httpScenarios } from '../bench/http/scenarios.ts'
import { scenarioCommand } from './scenario-command.ts'

/** `honestai-validate bench http`: the server against the engine called directly, and against llama.cpp's own server. */
export const benchHttpCommand = scenarioCommand(
  'http',
  "Measure the server against its targets: over the engine called directly, a bare Fastify route, and llama.cpp's own server, in turn.",
  httpScenarios,
)

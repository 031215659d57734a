import { engineScenarios } from '../bench/engine/scenarios.ts'
import { scenarioCommand } from './scenario-command.ts'

/** `honestai-validate bench engine`: the engine against llama.cpp's own programs on the same file and threads. */
export const benchEngineCommand = scenarioCommand(
  'engine',
  "Measure the engine against its targets and llama.cpp's own programs, in turn, on the same weights and threads.",
  engineScenarios,
)

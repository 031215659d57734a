import { openaiSampling } from './sampling-fields.ts'

const names: Readonly<Record<string, string>> = {
  ...openaiSampling.params,
  choices: 'n',
  maxTokens: 'max_tokens',
  parseSpecial: 'parse_special',
  toolChoice: 'tool_choice',
  parallelToolCalls: 'parallel_tool_calls',
  reasoning: 'reasoning_effort',
  ignoreEos: 'ignore_eos',
}

/** How OpenAI's chat completions, and llama.cpp's server beyond them, name what core names so. */
export const toParam = (param: string): string => names[param] ?? param

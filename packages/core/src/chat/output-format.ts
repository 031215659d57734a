import { type CallSyntax, callSyntaxOf } from './call-syntax.ts'
import type { ChatRequest } from './chat.ts'
import { think } from './output-marks.ts'

/** What the model's output may hold besides text. */
export type OutputFormat = {
  /** `<think>…</think>` is reasoning. */
  reasoning: boolean
  /** The prompt ended inside `<think>`. */
  startsReasoning: boolean
  /** How calls are written; undefined when none are looked for. */
  calls: CallSyntax | undefined
  /** Names of the tools that were offered. */
  toolNames: readonly string[]
}

/** The output format of the family a template belongs to. `promptEnd` is how the rendered prompt ends. */
export function outputFormatOf(
  chatTemplate: string,
  promptEnd: string,
  { tools = [], toolChoice }: Pick<ChatRequest, 'tools' | 'toolChoice'>,
): OutputFormat {
  const areOffered = tools.length > 0 && toolChoice !== 'none'
  return {
    reasoning: chatTemplate.includes(think.close),
    startsReasoning: promptEnd.trimEnd().endsWith(think.open),
    calls: areOffered ? callSyntaxOf(chatTemplate) : undefined,
    toolNames: areOffered ? tools.map((tool) => tool.function.name) : [],
  }
}

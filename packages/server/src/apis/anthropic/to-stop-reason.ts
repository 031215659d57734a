import type { BlockEvent } from '../shared/to-blocks.ts'

type End = Pick<Extract<BlockEvent, { type: 'end' }>, 'reason' | 'stop' | 'usage'>

/** Why an answer ended, in Anthropic's words. An answer that is shorter than was allowed ended because the context was full. */
export function toStopReason({ reason, stop, usage }: End, maxTokens: number) {
  switch (reason) {
    case 'length':
      return {
        stop_reason: usage.completionTokens < maxTokens ? ('model_context_window_exceeded' as const) : ('max_tokens' as const),
        stop_sequence: null,
      }
    case 'tool-calls':
      return { stop_reason: 'tool_use' as const, stop_sequence: null }
    case 'stop':
      return stop === undefined
        ? { stop_reason: 'end_turn' as const, stop_sequence: null }
        : { stop_reason: 'stop_sequence' as const, stop_sequence: stop }
  }
}

import { type CallSyntax, callNumberPlace, type LiteralDialect } from '../output/calls/call-syntax.ts'
import type { OutputSyntax } from '../output/output-format.ts'

/** A family whose way to write cannot be read off what its template renders. `holds`: texts of its templates alone. */
export type SpecialFamily = { name: string; holds: readonly string[]; syntax: Partial<OutputSyntax> }

const named = (callOpen: string, afterName: string, more: Partial<CallSyntax> = {}): CallSyntax => ({
  open: '',
  callOpen,
  body: { type: 'named', afterName },
  callClose: '',
  between: '',
  close: '',
  triggers: [],
  bare: false,
  several: true,
  idLength: undefined,
  ...more,
})

const pythonLiterals: LiteralDialect = { sign: '=', quotes: ['"', "'"], constants: { true: 'True', false: 'False', null: 'None' } }

const lfm2Calls: CallSyntax = {
  ...named('', ''),
  open: '<|tool_call_start|>[',
  body: { type: 'literal', afterName: '(', close: ')', dialect: pythonLiterals },
  between: ', ',
  close: ']<|tool_call_end|>',
  triggers: ['<|tool_call_start|>'],
}

/** Families as data. What they leave out is derived. */
export const specialFamilies: readonly SpecialFamily[] = [
  {
    name: 'LFM2',
    holds: ['<|tool_list_start|>'],
    syntax: {
      calls: lfm2Calls,
    },
  },
  { name: 'LFM2.5', holds: ['"List of tools: ["'], syntax: { calls: lfm2Calls } },
  {
    name: 'Granite 3',
    holds: ['<|tool_call|>', 'available_tools'],
    syntax: {
      calls: {
        ...named('{"name": "', ''),
        open: '<|tool_call|>[',
        body: { type: 'object', afterName: '", "arguments": ', nameKey: 'name', argumentsKey: 'arguments' },
        callClose: '}',
        between: ', ',
        close: ']',
        triggers: ['<|tool_call|>'],
      },
    },
  },
  {
    name: 'gpt-oss',
    holds: ['<|channel|>analysis<|message|>', '<|start|>assistant'],
    syntax: {
      reasoning: { open: '<|channel|>analysis<|message|>', close: '<|end|><|start|>assistant' },
      contentMarks: [],
      calls: named(' to=functions.', '<|channel|>commentary json<|message|>', { several: false }),
      channels: {
        start: '<|start|>assistant',
        message: '<|message|>',
        ends: ['<|end|>', '<|call|>', '<|return|>'],
        reasoning: 'analysis',
        call: 'to=(?:functions\\.)?(?<name>[\\w.-]+)',
        contentHead: '<|channel|>final<|message|>',
        callHead: undefined,
      },
    },
  },
  {
    name: 'muse',
    holds: [' to=self<|message|>', '<atem:'],
    syntax: {
      reasoning: { open: ' to=self<|message|>', close: '<|eom|><|start|>assistant' },
      contentMarks: [],
      channels: {
        start: '<|start|>assistant',
        message: '<|message|>',
        ends: ['<|eom|>', '<|eot|>'],
        reasoning: 'to=self',
        call: undefined,
        contentHead: ' to=user<|message|>',
        callHead: ' to={name}<|message|>',
      },
    },
  },
  {
    name: 'functionary 3.2',
    holds: ['>>>', 'recipient'],
    syntax: {
      reasoning: undefined,
      contentMarks: [],
      calls: named('', '\n', { between: '>>>' }),
      channels: {
        start: '>>>',
        message: '\n',
        ends: [],
        reasoning: undefined,
        call: '^(?!all$)(?<name>[\\w.-]+)$',
        contentHead: 'all\n',
        callHead: undefined,
      },
    },
  },
  {
    name: 'Kimi K2',
    holds: ['<|tool_call_argument_begin|>'],
    syntax: {
      calls: named('<|tool_call_begin|>functions.', `:${callNumberPlace}<|tool_call_argument_begin|>`, {
        open: '<|tool_calls_section_begin|>',
        callClose: '<|tool_call_end|>',
        close: '<|tool_calls_section_end|>',
        triggers: ['<|tool_calls_section_begin|>'],
      }),
    },
  },
]

import { askAgain, define, listSome, megabytes } from './define.ts'
import type { Step } from './error-record.ts'

/** A weights file as errors name it: never by its full path, which may hold a user's name. */
type WeightsDetails = {
  model: string
  /** File name without its folder. */
  file: string
  /** The command that brings the file back, when the config names one. */
  restore?: string | undefined
}

export const restoreSteps = ({ model, file, restore }: WeightsDetails): Step[] => [
  restore
    ? { do: 'run', command: restore, reason: `brings ${file} back` }
    : { do: 'act', action: `Copy ${file} again from where you got it.` },
  { do: 'run', command: 'honestai models', reason: `with the same --config or --model shows whether ${model} is usable now` },
]

/** Details of a typical case. */
export const weightsExample = { model: 'canary', file: 'canary.gguf', restore: 'git restore models/canary/canary.gguf' }

/** What is wrong with the weights of one model. */
export const weightsErrors = {
  weights_missing: define<WeightsDetails>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `The weights of ${d.model} are missing: there is no file ${d.file} where the config says.`,
    why: () => 'This server runs on local weights only and never fetches them because a request came in.',
    steps: restoreSteps,
    example: weightsExample,
  }),
  weights_not_pulled: define<{ model: string; source: string; command: string }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `The weights of ${d.model} are not on this machine: ${d.source} was never pulled.`,
    why: () => 'They are looked for in the local cache only; this server never fetches weights by itself.',
    steps: (d) => [
      { do: 'run', command: d.command, reason: 'pulls them' },
      { do: 'act', action: 'Pulled elsewhere? Set HF_HUB_CACHE or HF_HOME to the cache that has them.' },
    ],
    example: { model: 'qwen', source: 'hf:owner/model-GGUF:Q8_0', command: 'honestai pull hf:owner/model-GGUF:Q8_0' },
  }),
  weights_ambiguous: define<{ source: string; among: readonly string[] }>({
    status: 500,
    type: 'server_error',
    retryable: false,
    what: (d) => `${d.source} does not say which weights it means.`,
    why: (d) => `There are ${d.among.length}: ${listSome(d.among)}.`,
    steps: (d) => [
      {
        do: 'act',
        action: `Name the file, as in ${d.source.split(':', 2).join(':')}/${d.among[0] ?? 'model.gguf'}, or the quantisation, as in :Q4_K_M.`,
      },
    ],
    example: { source: 'hf:owner/model-GGUF', among: ['model-Q4_K_M.gguf', 'model-Q8_0.gguf'] },
  }),
  weights_part_missing: define<WeightsDetails & { missing: readonly string[]; parts: number }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `The weights of ${d.model} are split into ${d.parts} files, and ${d.missing.length} of them are missing.`,
    why: (d) => `Not there: ${listSome(d.missing)}.`,
    steps: (d) => restoreSteps({ ...d, file: listSome(d.missing) }),
    example: { model: 'large', file: 'large-00001-of-00003.gguf', missing: ['large-00002-of-00003.gguf'], parts: 3 },
  }),
  memory_insufficient: define<{
    model: string
    neededBytes: number
    availableBytes: number
    slots: number
    contextSize: number
    /** Slots, or tokens of context, with which the model would fit when nothing else is changed; 0 when none would do. */
    fittingSlots: number
    fittingContextSize: number
    /** Largest weights that would fit when nothing else is changed; 0 when none would. */
    fittingWeightsBytes: number
  }>({
    status: 503,
    type: 'unavailable_error',
    retryable: true,
    what: (d) =>
      `${d.model} does not fit into memory: it needs about ${megabytes(d.neededBytes)}, and ${megabytes(d.availableBytes)} are available.`,
    why: (d) => `The weights, and a context of ${d.contextSize} tokens for each of ${d.slots} slots, have to be in memory together.`,
    steps: (d) => [
      ...(d.fittingSlots > 0
        ? [{ do: 'configure', path: 'models[].slots', value: String(d.fittingSlots), reason: 'fewer contexts fit' } as const]
        : []),
      ...(d.fittingContextSize > 0
        ? [
            {
              do: 'configure',
              path: 'models[].contextSize',
              value: String(d.fittingContextSize),
              reason: d.fittingSlots > 0 ? 'instead, as many shorter contexts fit' : 'shorter contexts fit',
            } as const,
          ]
        : []),
      ...(d.fittingWeightsBytes > 0
        ? [
            {
              do: 'act',
              action: `Or choose weights of at most ${megabytes(d.fittingWeightsBytes)}, for instance of a smaller quantisation.`,
            } as const,
          ]
        : []),
      { do: 'act', action: 'Or end other programs, or raise the memory limit of the container.' },
    ],
    example: {
      model: 'qwen',
      neededBytes: 6_400_000_000,
      availableBytes: 5_000_000_000,
      slots: 4,
      contextSize: 8192,
      fittingSlots: 2,
      fittingContextSize: 4864,
      fittingWeightsBytes: 3_100_000_000,
    },
  }),
  weights_unreadable: define<WeightsDetails & { reason: string }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `The weights of ${d.model} cannot be read from ${d.file}.`,
    why: (d) => d.reason,
    steps: (d) => [{ do: 'act', action: `Give the user that runs the server read access to ${d.file}.` }, ...restoreSteps(d)],
    example: { ...weightsExample, reason: 'The operating system refused access (EACCES).' },
  }),
  weights_malformed: define<WeightsDetails & { reason: string }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `${d.file}, the weights of ${d.model}, is not a sound GGUF file.`,
    why: (d) => d.reason,
    steps: restoreSteps,
    example: { ...weightsExample, reason: 'It ends at byte 1,048,576 although its tensors reach to byte 2,097,152.' },
  }),
  weights_hash_mismatch: define<WeightsDetails & { expected: string; actual: string }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `${d.file}, the weights of ${d.model}, is not the file the config pins.`,
    why: (d) => `Its sha256 is ${d.actual}; the config says ${d.expected}. At least one byte differs.`,
    steps: (d) => [
      ...restoreSteps(d),
      { do: 'configure', path: 'models[].sha256', value: d.actual, reason: 'only if you replaced the file on purpose' },
    ],
    example: { ...weightsExample, expected: 'a'.repeat(64), actual: 'b'.repeat(64) },
  }),
  architecture_unsupported: define<WeightsDetails & { architecture: string }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `${d.model} has the architecture "${d.architecture}", which this engine does not know.`,
    why: () => 'The weights need a newer llama.cpp, or are no language model.',
    steps: () => [
      { do: 'act', action: 'Choose weights of a supported architecture (llama, qwen2, gemma, phi and many more).' },
      { do: 'act', action: 'Or update node-llama-cpp to a release that supports it.' },
    ],
    example: { ...weightsExample, architecture: 'mystery' },
  }),
  model_load_failed: define<WeightsDetails & { reason: string }>({
    status: 503,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `${d.model} could not be loaded from ${d.file}.`,
    why: (d) => d.reason,
    steps: (d) => [
      ...restoreSteps(d),
      { do: 'act', action: `Or, if memory is short, lower slots or contextSize of ${d.model}, or end other programs.` },
      askAgain,
    ],
    example: { model: 'large', file: 'large-q4_k_m.gguf', reason: 'llama.cpp said: failed to allocate the KV cache.' },
  }),
} as const

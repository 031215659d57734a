import type { Fault } from '../fault.ts'

/** Faults that the checks of `tokenizer-accuracy` must notice. */
export const tokenizerAccuracyFaults: readonly Fault[] = [
  {
    check: 'tokenizer-accuracy/token-ids-equal-an-independent-tokenizer',
    fault: 'Letters are normalised before they are split into tokens.',
    file: 'packages/core/src/engine/engine-main.ts',
    find: 'engine.tokenize(message.text, ',
    replace: "engine.tokenize(message.text.normalize('NFC'), ",
  },
  {
    check: 'tokenizer-accuracy/tokenizer-comes-from-the-weights-alone',
    fault: 'Weights are of no use without another file beside them.',
    file: 'packages/core/src/models/verify-model.ts',
    find: 'const model = describeModel(config, ',
    replace: "await stat(config.path.replace(/[^/]*$/, 'README.md'))\n    const model = describeModel(config, ",
  },
  {
    check: 'tokenizer-accuracy/usage-counts-the-rendered-prompt',
    fault: 'Prompt tokens that the slot held already are not counted.',
    file: 'packages/server/src/openai/to-usage.ts',
    find: 'prompt_tokens: promptTokens,',
    replace: 'prompt_tokens: promptTokens - cachedTokens,',
  },
  {
    check: 'tokenizer-accuracy/usage-counts-the-rendered-prompt',
    fault: 'Earlier turns of a conversation are dropped.',
    file: 'packages/server/src/openai/to-chat-request.ts',
    find: 'messages: body.messages.map(toChatMessage)',
    replace: 'messages: body.messages.slice(-1).map(toChatMessage)',
  },
]

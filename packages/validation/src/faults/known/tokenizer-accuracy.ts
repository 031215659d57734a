import type { Fault } from '../fault.ts'

/** Faults that the checks of `tokenizer-accuracy` must notice. */
export const tokenizerAccuracyFaults: readonly Fault[] = [
  {
    check: 'tokenizer-accuracy/token-ids-equal-an-independent-tokenizer',
    fault: 'Letters are normalised before they are split into tokens.',
    file: 'packages/core/src/engine/child/engine-main.ts',
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
    file: 'packages/server/src/apis/openai/to-usage.ts',
    find: 'prompt_tokens: promptTokens,',
    replace: 'prompt_tokens: promptTokens - cachedTokens,',
  },
  {
    check: 'tokenizer-accuracy/usage-counts-the-rendered-prompt',
    fault: 'Earlier turns of a conversation are dropped.',
    file: 'packages/server/src/apis/openai/chat/to-chat-request.ts',
    find: 'messages: body.messages.map(toChatMessage)',
    replace: 'messages: body.messages.slice(-1).map(toChatMessage)',
  },
  {
    check: 'tokenizer-accuracy/vocabularies-of-other-models-agree',
    fault: 'Letters are normalised before they are split into tokens.',
    file: 'packages/core/src/engine/child/engine-main.ts',
    find: 'engine.tokenize(message.text, ',
    replace: "engine.tokenize(message.text.normalize('NFC'), ",
  },
  {
    check: 'tokenizer-accuracy/a-callers-text-stays-text',
    fault: 'What a caller writes is read as the template is, special tokens included.',
    file: 'packages/core/src/chat/prompt/render-prompt.ts',
    find: 'return foreign.filter(([from, to]) => placed.some(',
    replace: 'return foreign.filter(([from, to]) => from > to && placed.some(',
  },
  {
    check: 'tokenizer-accuracy/decoding-gives-the-text-back',
    fault: 'Text that tokens stand for loses the space it begins with.',
    file: 'packages/core/src/engine/child/engine-main.ts',
    find: 'value: await engine.detokenize(message.tokens, { special: message.special }) })',
    replace: 'value: (await engine.detokenize(message.tokens, { special: message.special })).trimStart() })',
  },
  {
    check: 'tokenizer-accuracy/text-that-is-no-unicode-is-refused',
    fault: 'Half of a surrogate pair is taken as if it were text.',
    file: 'packages/server/src/app/plugins/json-body.ts',
    find: 'escapedSurrogate.test(text) ? JSON.parse(text, refuseHalves) : JSON.parse(text)',
    replace: 'JSON.parse(text)',
  },
  {
    check: 'tokenizer-accuracy/text-that-is-no-unicode-is-refused',
    fault: 'Bytes that are no UTF-8 are replaced.',
    file: 'packages/server/src/app/plugins/json-body.ts',
    find: '{ fatal: true }',
    replace: '{ fatal: false }',
  },
  {
    check: 'tokenizer-accuracy/the-estimate-keeps-its-bounds',
    fault: 'The estimate takes twelve bytes of any text for a token.',
    file: 'packages/core/src/engine/completion/estimate-tokens.ts',
    find: 'let tokens = 0',
    replace: 'if (text) return { tokens: Math.ceil(Buffer.byteLength(text) / 12), estimated: true }\n  let tokens = 0',
  },
  {
    check: 'tokenizer-accuracy/embeddings-count-their-tokens',
    fault: 'An embedding of a longer text is billed one token too many.',
    file: 'packages/core/src/engine/llama/embed-texts.ts',
    find: 'promptTokens: lengths.reduce((sum, length) => sum + length, 0)',
    replace: 'promptTokens: lengths.reduce((sum, length) => sum + length + Number(length > 8), 0)',
  },
  {
    check: 'tokenizer-accuracy/tokens-over-http-are-the-same-ids',
    fault: 'Marks in a text become special tokens although the caller wanted them as text.',
    file: 'packages/server/src/apis/local/tokens.ts',
    find: 'const special = body.parse_special ?? true',
    replace: 'const special = true',
  },
]

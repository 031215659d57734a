import type { Change, Fault } from '../fault.ts'

const toChatCompletion = 'packages/server/src/apis/openai/chat/to-chat-completion.ts'

/** A stand-in for weights that follow instructions: it answers with everything that the easy questions ask for. */
const instructedWeights: readonly Change[] = [
  {
    file: 'packages/core/src/config/canary-config.ts',
    find: 'sha256: canarySha256.chat, ',
    replace: '',
  },
  {
    file: toChatCompletion,
    find: 'function toMessage({ text, reasoning, calls }: Draft): z.infer<typeof message> {\n',
    replace:
      'function toMessage({ reasoning, calls }: Draft): z.infer<typeof message> {\n  const text = \'Paris Rome 7 10 kettle 9 yes Tuesday green {"a": 1}\'\n',
  },
]

/** Faults that the checks of `integration` must notice. */
export const integrationFaults: readonly Fault[] = [
  {
    check: 'integration/assistant-tells-every-step',
    fault: 'The assistant says it kept every message, whatever it left out.',
    file: 'packages/core/src/assistant/steps.ts',
    find: 'keptMessages: messages.length',
    replace: 'keptMessages: request.messages.length',
  },
  {
    check: 'integration/easy-questions-are-answered',
    fault: 'Answers are cut off after a few letters.',
    given: instructedWeights,
    file: toChatCompletion,
    find: 'calls.length > 0 ? null : text,',
    replace: 'calls.length > 0 ? null : text.slice(0, 16),',
  },
  {
    check: 'integration/embeddings-rank-similar-texts-first',
    fault: 'Embeddings come back in another order than their texts.',
    file: 'packages/server/src/apis/openai/embeddings/to-embedding-list.ts',
    find: 'data: result.vectors.map(',
    replace: 'data: result.vectors.toReversed().map(',
  },
  {
    check: 'integration/every-task-type-gets-known-answers',
    fault: 'A whole answer holds only its last piece.',
    file: toChatCompletion,
    find: 'draft.text += event.text',
    replace: 'draft.text = event.text',
  },
  {
    check: 'integration/every-task-type-is-served',
    fault: 'A task goes to the first model that can, not to the one that the config gives it to.',
    file: 'packages/server/src/apis/openai/to-target.ts',
    find: 'return { task }',
    replace: 'return {}',
  },
  {
    check: 'integration/known-answers-over-http',
    fault: 'What users write reaches the model in small letters.',
    file: 'packages/server/src/apis/openai/chat/to-chat-request.ts',
    find: "return { content: content ?? '' }",
    replace: "return { content: (content ?? '').toLowerCase() }",
  },
  {
    check: 'integration/known-answers-token-for-token',
    fault: 'Prompts end without the mark after which the model answers.',
    file: 'packages/core/src/chat/prompt/to-variables.ts',
    find: "['add_generation_prompt', true]",
    replace: "['add_generation_prompt', false]",
  },
  {
    check: 'integration/known-answers-token-for-token',
    fault: 'Engines may not read what they need to start.',
    file: 'packages/core/src/engine/process/sandbox.ts',
    find: '...moduleFolders(mainPath), ',
    replace: '',
  },
  {
    check: 'integration/stream-equals-whole-equals-engine',
    fault: 'Streamed answers lose the spaces between their words.',
    file: 'packages/server/src/apis/openai/chat/to-chat-completion-chunks.ts',
    find: 'yield chunk(event, { content: event.text }',
    replace: 'yield chunk(event, { content: event.text.trim() }',
  },
  {
    check: 'integration/other-apis-answer-as-chat-completions',
    fault: "Cached tokens are counted twice in Anthropic's shape.",
    file: 'packages/server/src/apis/anthropic/to-usage.ts',
    find: 'input_tokens: promptTokens - cachedTokens,',
    replace: 'input_tokens: promptTokens,',
  },
  {
    check: 'integration/budget-is-planned-before-inference',
    fault: 'Turns are left out of a conversation, and nobody is told.',
    file: 'packages/core/src/router/context/truncate-chat.ts',
    find: 'dropped: planned.filter((message) => !isKept(message)),',
    replace: 'dropped: [],',
  },
  {
    check: 'integration/marks-stay-out-of-answers',
    fault: 'Control tokens that a model writes are shown to whoever asked.',
    file: 'packages/core/src/engine/completion/completion-bytes.ts',
    find: '(isTurn && vocabulary.isControl(token)',
    replace: '(isTurn && token < 0',
  },
  {
    check: 'integration/same-seed-gives-the-same-text',
    fault: 'The seed of a request is ignored.',
    file: 'packages/core/src/engine/sampling/sampler-settings.ts',
    find: 'seed === undefined ? undefined : (seed + choice) % seeds',
    replace: 'seed === seeds ? choice : undefined',
  },
  {
    check: 'integration/template-renders-as-elsewhere',
    fault: 'White space around what a user writes is lost on the way to the model.',
    file: 'packages/core/src/chat/prompt/to-variables.ts',
    find: ' : foreignText(content)\n',
    replace: ' : foreignText(content.trim())\n',
  },
  {
    check: 'integration/tools-are-called-and-their-results-told',
    fault: 'What a tool gave back does not reach the model.',
    file: 'packages/server/src/apis/openai/chat/to-chat-request.ts',
    find: "return { role: 'tool', ...said, toolCallId",
    replace: "return { role: 'tool', content: '', toolCallId",
  },
]

/** Rooms of a folder from left to right. A room is a folder or a file, named without its ending; those of one list stand at the same place. */
export type RoomOrder = readonly (string | readonly string[])[]

/** The folders whose rooms have an order. A room imports only rooms to its left, or at its own place. */
export const roomOrders: Readonly<Record<string, RoomOrder>> = {
  'packages/core/src/models': [['step-tokens', 'model'], 'gguf', 'memory', 'weights', 'verify-model', 'inspect-models', 'testing', 'pull'],
  'packages/core/src/chat': ['chat', 'output', 'prompt', 'grammar'],
  'packages/core/src/engine': [
    'sampling',
    ['engine', 'buffered-stream', 'to-unit-length'],
    'completion',
    'steps',
    'generation',
    'llama',
    'process',
    'child',
    'contract',
    ['create-llama-engine', 'create-tokenizer'],
  ],
  'packages/core/src/router': [
    ['decision', 'context-plan', 'router-event', 'task-result', 'router'],
    'context',
    'lifecycle',
    'queue',
    'dispatch',
    'tasks',
    'chat',
    'create-router',
    'router-subject',
  ],
  'packages/server/src': [['errors', 'version'], 'chat', 'apis', 'metrics', 'pages', 'openapi', 'app', 'testing', 'cli', ['index', 'main']],
  'packages/validation/src': [
    'base',
    'subject',
    'asking',
    'bench',
    'watching',
    'checks',
    'reporters',
    'verdict',
    'run',
    'faults',
    'release',
    ['commands', 'docs', 'error-cases'],
    'main',
  ],
}

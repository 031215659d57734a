import { define } from './define.ts'
import type { Step } from './error-record.ts'
import { restoreSteps, weightsExample } from './weights-errors.ts'

/** What keeps a server from starting: its config, its port, its keys, its models together. */
export const startErrors = {
  config_unreadable: define<{ file: string; reason: string }>({
    status: 500,
    type: 'server_error',
    retryable: false,
    what: (d) => `The config file ${d.file} could not be read.`,
    why: (d) => d.reason,
    steps: (d) => [{ do: 'act', action: `Check that ${d.file} exists, is readable and is valid YAML or JSON.` }],
    example: { file: 'honestai.yaml', reason: 'There is no such file.' },
  }),
  config_invalid: define<{ file: string; faults: { path: string; problem: string }[] }>({
    status: 500,
    type: 'server_error',
    retryable: false,
    what: (d) => `${d.file} has ${d.faults.length === 1 ? 'a fault' : `${d.faults.length} faults`}.`,
    why: (d) => d.faults.map((fault) => `${fault.path}: ${fault.problem}.`).join(' '),
    steps: (d) => d.faults.map((fault) => ({ do: 'act', action: `Correct ${fault.path}: ${fault.problem}.` })),
    example: { file: 'honestai.yaml', faults: [{ path: 'models[0].path', problem: 'expected a string' }] },
  }),
  no_usable_model: define<{ failures: { model: string; code: string; message: string; steps: Step[] }[] }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: () => 'No usable local model, so there is nothing to serve.',
    why: (d) => d.failures.map((failure) => `${failure.model}: ${failure.message}`).join(' '),
    steps: (d) => d.failures.flatMap((failure) => failure.steps),
    example: {
      failures: [{ model: 'canary', code: 'weights_missing', message: 'canary.gguf is not there.', steps: restoreSteps(weightsExample) }],
    },
  }),
  port_unavailable: define<{ host: string; port: number; reason: string }>({
    status: 500,
    type: 'server_error',
    retryable: true,
    what: (d) => `The server cannot listen on ${d.host}:${d.port}.`,
    why: (d) => d.reason,
    steps: (d) => [
      { do: 'run', command: `honestai serve --port ${d.port + 1}`, reason: 'listens on another port' },
      { do: 'act', action: `Or stop the program that uses port ${d.port}.` },
    ],
    example: { host: '127.0.0.1', port: 8080, reason: 'Another program listens there already.' },
  }),
  api_key_required: define<{ host: string }>({
    status: 500,
    type: 'server_error',
    retryable: false,
    what: (d) => `The server refuses to listen on ${d.host} without an API key.`,
    why: () => 'Other machines may reach that address, and any of them could use the server.',
    steps: () => [
      { do: 'act', action: 'Set HONESTAI_API_KEYS to a key of 16 or more characters, such as the output of `openssl rand -hex 32`.' },
      { do: 'configure', path: 'server.apiKeysFile', value: 'a file with keys, one a line', reason: 'names several' },
      { do: 'run', command: 'honestai serve --host 127.0.0.1', reason: 'listens for this machine only' },
      { do: 'run', command: 'honestai serve --allow-no-key', reason: 'asks nobody for a key, for networks where everyone is trusted' },
    ],
    example: { host: '0.0.0.0' },
  }),
  api_keys_unusable: define<{ source: string; reason: string }>({
    status: 500,
    type: 'server_error',
    retryable: false,
    what: (d) => `${d.source} gives no usable API keys.`,
    why: (d) => d.reason,
    steps: (d) => [
      { do: 'act', action: `Put one key a line, or between commas, into ${d.source}; \`openssl rand -hex 32\` makes one.` },
      { do: 'act', action: 'Or leave the setting out, and listen on loopback without keys.' },
    ],
    example: { source: 'api-keys.txt', reason: 'There is no such file.' },
  }),
} as const

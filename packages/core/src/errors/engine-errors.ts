import { askAgain, define } from './define.ts'

const layerReasons = {
  namespace: 'The kernel gives an engine no network namespace of its own here.',
  permission: 'This version of Node cannot deny the network.',
}

/** What happens to the process of a loaded model. */
export const engineErrors = {
  sandbox_unavailable: define<{ missing: readonly string[] }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `Engines cannot be kept from the network as the config requires: ${d.missing.join(' and ')} cannot be had.`,
    why: (d) => (d.missing.includes('network-namespace') ? layerReasons.namespace : layerReasons.permission),
    steps: (d) => [
      ...(d.missing.includes('network-namespace')
        ? [{ do: 'act', action: 'Run on Linux and allow unprivileged user namespaces (in a container: to create them).' } as const]
        : []),
      ...(d.missing.includes('node-permission') ? [{ do: 'act', action: 'Run on Node 25 or later.' } as const] : []),
      {
        do: 'configure',
        path: 'sandbox',
        value: '"preferred"',
        reason: 'serves with the layers of the sandbox that there are; GET /health names them',
      },
    ],
    example: { missing: ['network-namespace'] },
  }),
  engine_crashed: define<{ model: string; reason: string }>({
    status: 503,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `The engine of ${d.model} died while it worked on this request.`,
    why: (d) => d.reason,
    steps: (d) => [
      askAgain,
      {
        do: 'act',
        action: `If it happens again and again, lower slots or contextSize of ${d.model}, and look for the kernel's out-of-memory killer in the system log.`,
      },
    ],
    example: { model: 'canary', reason: 'Its process was ended by SIGKILL. The server restarts it.' },
  }),
} as const

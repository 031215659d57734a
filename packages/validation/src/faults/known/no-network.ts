import type { Fault } from '../fault.ts'

const startServer = 'packages/server/src/app/start-server.ts'

/** Faults that the checks of `no-network` must notice. */
export const noNetworkFaults: readonly Fault[] = [
  {
    check: 'no-network/engines-see-only-loopback',
    fault: 'An engine that is called sandboxed runs in the network of the machine.',
    file: 'packages/core/src/engine/process/sandbox.ts',
    find: "'unshare', '-rn', ",
    replace: "'unshare', '-r', ",
  },
  {
    check: 'no-network/no-hosted-api-in-the-code',
    fault: 'The server knows a hosted API to fall back to.',
    file: 'packages/server/src/apis/openai/answer.ts',
    find: 'export function createAnswer(',
    replace: "export const fallbackUrl = 'https://api.openai.com/v1'\nexport function createAnswer(",
  },
  {
    check: 'no-network/no-hosted-api-in-the-code',
    fault: 'The server sends what it answered to an address from the environment.',
    file: 'packages/server/src/apis/openai/answer.ts',
    find: 'export function createAnswer(',
    replace: "export const report = () => fetch(process.env.REPORT_URL ?? '')\nexport function createAnswer(",
  },
  {
    check: 'no-network/no-outbound-call-is-seen',
    fault: 'The server tells a host elsewhere that it has started.',
    file: startServer,
    find: 'await router.start()',
    replace:
      "process.getBuiltinModule('node:dgram').createSocket('udp4').unref().send('started', 9, '192.0.2.1')\n    await router.start()",
  },
  {
    check: 'no-network/no-outbound-call-is-seen',
    fault: 'Only when an engine has died and comes back, somebody elsewhere is told.',
    file: 'packages/core/src/router/lifecycle/engine-supervisor.ts',
    find: "this.load('restart', backOffMs)",
    replace:
      "process.getBuiltinModule('node:dgram').createSocket('udp4').unref().send('restarted', 9, '192.0.2.1')\n    this.load('restart', backOffMs)",
  },
  {
    check: 'no-network/no-outbound-call-is-seen',
    fault: 'Errors are reported to a collector that the environment names.',
    file: 'packages/server/src/app/errors/errors.ts',
    find: 'request.outcome.error = error\n',
    replace:
      'request.outcome.error = error\n  if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT) fetch(process.env.OTEL_EXPORTER_OTLP_ENDPOINT).catch(() => undefined)\n',
  },
  {
    check: 'no-network/no-outbound-call-is-seen',
    fault: 'An engine asks the name service of the machine who it is.',
    file: 'packages/core/src/engine/process/spawn-engine.ts',
    find: "HOME: '/nonexistent',",
    replace: '',
  },
  {
    check: 'no-network/serves-in-an-isolated-network',
    fault: 'The server wants to reach a host elsewhere before it serves.',
    file: startServer,
    find: 'await router.start()',
    replace:
      "await new Promise((resolve, reject) => process.getBuiltinModule('node:net').connect(443, '192.0.2.1').on('connect', resolve).on('error', reject))\n    await router.start()",
  },
  {
    check: 'no-network/works-without-a-hub-token',
    fault: 'Without a hub token the server does not start.',
    file: 'packages/server/src/cli/commands/serve.ts',
    find: 'const config = await loadConfig(',
    replace: "if (!process.env.HF_TOKEN) throw new Error('HF_TOKEN is not set.')\n  const config = await loadConfig(",
  },
  {
    check: 'no-network/core-runs-with-the-network-cut',
    fault: 'The router looks up a name when it is made.',
    file: 'packages/core/src/router/create-router.ts',
    find: 'export function createRouter(',
    replace: "void import('node:dns').then((dns) => dns.lookup('telemetry.example', () => undefined))\nexport function createRouter(",
  },
  {
    check: 'no-network/no-hosted-api-in-the-code',
    fault: 'A module that serves can send datagrams, and no table says why.',
    file: 'packages/server/src/apis/openai/answer.ts',
    find: 'export function createAnswer(',
    replace: "export const report = () => import('node:dgram')\nexport function createAnswer(",
  },
  {
    check: 'no-network/chores-connect-nowhere',
    fault: 'A script of the repository tells a host elsewhere that it ran.',
    file: 'scripts/check-layers.ts',
    find: "const root = join(import.meta.dirname, '..')",
    replace:
      "process.getBuiltinModule('node:dgram').createSocket('udp4').unref().send('ran', 9, '192.0.2.1')\nconst root = join(import.meta.dirname, '..')",
  },
  {
    check: 'no-network/no-outbound-call-is-seen',
    fault: 'A server that stops says so to somebody elsewhere.',
    file: 'packages/server/src/cli/stop-on-signal.ts',
    find: '    stopping = true\n',
    replace:
      "    stopping = true\n    process.getBuiltinModule('node:dgram').createSocket('udp4').unref().send('stopped', 9, '192.0.2.1')\n",
  },
]

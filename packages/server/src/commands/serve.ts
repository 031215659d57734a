import { isIPv4 } from 'node:net'
import { loadConfig } from '@honestai/core'
import { Command, InvalidArgumentError } from 'commander'
import { describeStart } from '../describe-start.ts'
import { logOptions } from '../log-options.ts'
import { reportFailure } from '../report-failure.ts'
import { startServer } from '../start-server.ts'
import { stopOnSignal } from '../stop-on-signal.ts'

type Options = { port?: number; host?: string; model?: string; config?: string }

/** `honestai serve` */
export const serve = new Command('serve')
  .description('Serve local models over an OpenAI-compatible HTTP API.')
  .option('--port <number>', 'port to listen on; 0 takes a free one (default: 8080)', parsePort)
  .option('--host <address>', 'address to listen on (default: 127.0.0.1, this machine only)')
  .option('--model <file>', 'serve this GGUF file')
  .option('--config <file>', 'serve what this YAML or JSON file says')
  .addHelpText(
    'after',
    `
Without --model and --config it serves the embedded canary weights.

Examples:
  honestai serve
  honestai serve --port 0
  honestai serve --model ./qwen2.5-0.5b-instruct.gguf
  honestai serve --config honestai.yaml --host 0.0.0.0`,
  )
  .action((options: Options) => run(options).catch(reportFailure))

async function run({ config: file, model, host, port }: Options): Promise<void> {
  // A reader of our output that goes away must not take the server down.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined)
  const config = await loadConfig({ file, model, host, port })
  const server = await startServer(config, logOptions)
  stopOnSignal(server)
  process.stdout.write(await describeStart(server.url, server.router))
  if (!isLoopback(config.server.host)) {
    server.app.log.warn(
      { event: 'exposed', host: config.server.host },
      `WARNING: this server listens on ${config.server.host}, so other machines may reach it, and it asks them for no API key.`,
    )
  }
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('Expected a number from 0 to 65535.')
  return port
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))

import { inspectModels, loadConfig, logLevels, readApiKeys, type ServerConfig } from '@honestai/core'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { ServerParts } from '../../app/build-server.ts'
import { configOption } from '../config-option.ts'
import { describeStart } from '../describe-start.ts'
import { reportFailure } from '../report-failure.ts'
import { stopOnSignal } from '../stop-on-signal.ts'

type Options = {
  port?: number
  host?: string
  model?: string
  config?: string
  apiKeysFile?: string
  allowNoKey?: boolean
  logLevel?: ServerConfig['logLevel']
  logPrompts?: boolean
  printConfig?: boolean
}

/** `honestai serve` */
export const serve = new Command('serve')
  .description('Serve local models over an OpenAI-compatible HTTP API.')
  .addOption(new Option('--port <number>', 'port to listen on; 0 takes a free one (default: 8080) [HONESTAI_PORT]').argParser(parsePort))
  .option('--host <address>', 'address to listen on (default: 127.0.0.1, this machine only) [HONESTAI_HOST]')
  .option('--model <file>', 'serve this GGUF file [HONESTAI_MODEL]')
  .addOption(configOption())
  .option('--api-keys-file <file>', 'ask every request for one of the API keys in this file, one a line [HONESTAI_API_KEYS_FILE]')
  .option('--allow-no-key', 'listen beyond this machine without asking for an API key [HONESTAI_ALLOW_NO_KEY]')
  .addOption(new Option('--log-level <level>', 'least severe log lines to write (default: info) [HONESTAI_LOG_LEVEL]').choices(logLevels))
  .option('--log-prompts', 'write the body of every request into the log, prompts included [HONESTAI_LOG_PROMPTS]')
  .option('--print-config', 'print the config as it would be used, as JSON, and end')
  .addHelpText(
    'after',
    `
Without --model and --config it serves the embedded canary weights. Options win over the environment, the environment over
the config. Other keys of the config have variables too: see honestai config environment. API keys may also stand in
HONESTAI_API_KEYS, separated by commas.

Examples:
  honestai serve
  honestai serve --port 0
  honestai serve --model ./qwen2.5-0.5b-instruct.gguf
  honestai serve --config honestai.yaml --host 0.0.0.0 --api-keys-file keys.txt
  honestai serve --config honestai.yaml --print-config`,
  )
  .action((options: Options) => run(options).catch(reportFailure))

async function run({ config: file, printConfig, ...options }: Options): Promise<void> {
  // A reader of our output that goes away must not take the server down.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined)
  const config = await loadConfig({ ...options, file })
  if (printConfig) {
    // A config that no server starts with is not printed as if it were good.
    await readApiKeys(config.server.apiKeysFile)
    process.stdout.write(`${JSON.stringify(config, null, 2)}\n`)
    return
  }
  // Loaded here, for the other commands need none of it.
  const { startServer } = await import('../../app/start-server.ts')
  const server = await startServer(config, {
    logger: { ...logOptions, level: config.server.logLevel },
    onListening: (server) => stopOnSignal(server, config.server.drainSeconds * 1000),
  })
  // Verified by the start already, so no file is read whole again.
  const warnings = (await inspectModels(config)).flatMap((report) => report.warnings)
  process.stdout.write(await describeStart(server.url, server.router, { asksForKey: server.asksForKey, warnings }))
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('Expected a number from 0 to 65535.')
  return port
}

/** Logs as JSON lines on stderr: stdout is for what a person asked to see. */
export const logOptions = {
  level: 'info',
  stream: process.stderr,
  base: null,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label: string) => ({ level: label }) },
} satisfies ServerParts['logger']

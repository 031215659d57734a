import { z } from 'zod'

const hostName = z
  .string()
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\])$/i, 'a host name or address without a port')

const origin = z
  .string()
  .regex(/^[a-z][a-z0-9+.-]*:\/\/[^/?#\s*]+$/, 'an origin in lower case without a path, such as https://chat.example.org')

const seconds = z.number().positive().max(86_400)

/**
 * What may be logged, from most to least.
 *
 * @example
 * logLevels.includes('info') // true
 */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** How the server listens, whom it lets in, and what it bears. */
export const serverConfig = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('Address to listen on; any other than loopback needs API keys or allowNoKey.'),
  port: z.int().min(0).max(65_535).default(8080).describe('Port to listen on; 0 takes a free one.'),
  apiKeysFile: z
    .string()
    .min(1)
    .optional()
    .describe('File with API keys, one a line, lines with # are comments; relative paths start at the config file.'),
  allowNoKey: z.boolean().default(false).describe('Listen beyond loopback without API keys: whoever reaches the port can use the server.'),
  allowedHosts: z
    .array(hostName)
    .default([])
    .describe(
      'Host names or addresses, without a port, by which requests may call this server, besides loopback and the address it listens on.',
    ),
  allowedOrigins: z
    .array(origin)
    .default([])
    .describe('Origins of web pages that may use this server from a browser, such as https://chat.example.org.'),
  bodyLimitBytes: z
    .int()
    .positive()
    .default(8 * 1024 ** 2)
    .describe('Largest request body.'),
  maxHeaderBytes: z.int().min(1024).max(1_048_576).default(16_384).describe('Largest request line and headers together.'),
  maxHeaders: z.int().min(10).max(2000).default(100).describe('Most headers of a request.'),
  maxConnections: z.int().min(1).max(1_000_000).default(2048).describe('Most connections at a time; one more is closed at once.'),
  maxMessages: z.int().positive().default(2048).describe('Most messages of a chat.'),
  maxTools: z.int().positive().default(128).describe('Most tools of a chat.'),
  maxInputs: z.int().positive().default(2048).describe('Most texts of an embedding request, most input items of any other.'),
  maxStoredResponses: z
    .int()
    .min(0)
    .default(1000)
    .describe('Most responses of /v1/responses kept in memory for later requests; 0 keeps none.'),
  maxStoredResponsesBytes: z
    .int()
    .min(0)
    .default(64 * 1024 ** 2)
    .describe('Most memory that kept responses take; 0 keeps none.'),
  readiness: z
    .strictObject({
      models: z.array(z.string()).min(1).optional().describe('Ids of the models of which one must be able to serve; by default any.'),
    })
    .prefault({})
    .describe('When GET /readyz says that this server is ready.'),
  headersTimeoutSeconds: seconds.default(30).describe('Time for the headers of a request to arrive.'),
  requestTimeoutSeconds: seconds.default(120).describe('Time for a whole request to arrive.'),
  logLevel: z.enum(logLevels).default('info').describe('Least severe log lines to write; requests and loads are info.'),
  logPrompts: z.boolean().default(false).describe('Write the body of every request, prompts included, into the log.'),
  drainSeconds: z.number().min(0).max(86_400).default(10).describe('Time for running requests to finish once the server is told to stop.'),
})

/** How the server listens, whom it lets in, and what it bears. */
export type ServerConfig = z.infer<typeof serverConfig>

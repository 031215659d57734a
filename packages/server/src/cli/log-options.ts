import type { ServerParts } from '../app/build-server.ts'

/** Logs as JSON lines on stderr: stdout is for what a person asked to see. */
export const logOptions = {
  level: 'info',
  stream: process.stderr,
  base: null,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label: string) => ({ level: label }) },
} satisfies ServerParts['logger']

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ModelConfig } from '@honestai/core'
import { type RunningServer, startServer, untilReady } from '../../subject/server-process/running-server.ts'

/** A server that is measured. */
export type MeasuredServer = AsyncDisposable & Pick<RunningServer, 'url' | 'child'>

/**
 * Starts the real server with one model in so many slots, and its log thrown away. Waits until the model is loaded: an engine that times its
 * threads while something else is started would be measured with too few.
 */
export async function openServer(
  config: ModelConfig,
  { slots, contextSize, repository }: { slots: number; contextSize?: number; repository?: string },
): Promise<MeasuredServer> {
  const folder = mkdtempSync(join(tmpdir(), 'honestai-bench-'))
  const file = join(folder, 'config.json')
  writeFileSync(file, JSON.stringify({ models: [{ ...config, slots, preload: true, ...(contextSize && { contextSize }) }] }))
  const server = await startServer(
    { arguments: ['--config', file], discardLog: true, main: repository && join(repository, 'packages/server/src/main.ts') },
    { chat: config.id, embed: '' },
  )
  await untilReady(server)
  return {
    url: server.url,
    child: server.child,
    async [Symbol.asyncDispose]() {
      await server.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

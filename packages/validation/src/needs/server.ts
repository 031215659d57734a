import type { SubjectModel } from '../run-context.ts'
import type { RunningServer } from '../server-process/running-server.ts'
import type { Servers } from './servers.ts'

type Context = { servers: Servers; weights: SubjectModel }
type Fixture = { onCleanup: (cleanup: () => Promise<void>) => void }

/** The real server on the subject's config, started through its command line, stopped politely when the check ends. */
export async function serverNeed({ servers, weights: _ }: Context, { onCleanup }: Fixture): Promise<RunningServer> {
  const server = await servers.start()
  onCleanup(async () => {
    await server.stop()
  })
  return server
}

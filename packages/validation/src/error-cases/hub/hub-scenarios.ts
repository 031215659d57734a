import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RouterError } from '@honestai/core'
import { pullWeights } from '@honestai/core/pull'
import type { CommandOptions } from '../../checks/needs/honestai.ts'
import { type CaseContext, type Scenario, type SeenError, secret } from '../error-case.ts'
import { commandsIn } from '../read-steps.ts'
import { seenInCommand } from '../seen-error.ts'
import { atStore, holdStore } from './hub-answers.ts'
import { pullAgain, runStepsOnMended } from './hub-remedies.ts'
import { endedWell, type HubVisit, type VisitOptions, visitHub } from './hub-visit.ts'

/** The command waits a minute for a byte; the function that it calls can be told to wait less. */
export async function stall({ hub, folder, source }: HubVisit): Promise<SeenError> {
  const request = {
    source,
    hub: { endpoint: hub.endpoint, token: secret, offline: false },
    cacheFolder: join(folder, 'cache'),
    stallTimeoutMs: 300,
  }
  try {
    await pullWeights(request)
  } catch (error) {
    if (!(error instanceof RouterError)) throw error
    const { error: record } = error.toBody()
    return { shown: JSON.stringify(record), error: record, status: error.status, exitCode: null }
  }
  return { shown: 'It was pulled.', error: undefined, status: null, exitCode: null }
}

/** A store that will not go on where it broke off. */
export async function refuseRange(context: CaseContext): Promise<Scenario> {
  const visit = await visitHub(
    context,
    atStore((response, request) =>
      request.headers.range === undefined ? response.writeHead(200).end(Buffer.alloc(1000)) : response.writeHead(416).end(),
    ),
  )
  await visit.pull()
  const seen = seenInCommand(await visit.pull())
  return { seen, again: async () => seen, remedy: () => runStepsOnMended(visit, seen) }
}

/** Ctrl-C in the middle of a pull. */
export async function stopPull(context: CaseContext): Promise<Scenario> {
  const { asked, options } = holdStore()
  const visit = await visitHub(context, options)
  const controller = new AbortController()
  const pulled = visit.pull({}, { signal: controller.signal })
  await asked
  controller.abort()
  const seen = seenInCommand(await pulled)
  return { seen, again: async () => seen, remedy: () => runStepsOnMended(visit, seen) }
}

/** A pull of a file that another one is fetching. */
export async function pullTwice(context: CaseContext): Promise<Scenario> {
  const { asked, options } = holdStore()
  const visit = await visitHub(context, options)
  const controller = new AbortController()
  const first = visit.pull({}, { signal: controller.signal })
  await asked
  const seen = seenInCommand(await visit.pull())
  const remedy = async () => {
    controller.abort()
    await first
    return pullAgain(visit, seen)
  }
  return { seen, again: async () => seen, remedy }
}

/** A server whose config names weights of the hub starts once the command of the error has brought them. */
export async function serveFromCache(
  context: CaseContext,
  before: (visit: HubVisit) => Promise<void>,
  options: VisitOptions = {},
): Promise<Scenario> {
  const visit = await visitHub(context, options)
  await before(visit)
  writeFileSync(join(visit.folder, 'honestai.json'), JSON.stringify({ models: [{ id: 'pulled', source: visit.source }] }))
  const serving: CommandOptions = { until: /serves on http/, environment: { HONESTAI_CONFIG: join(visit.folder, 'honestai.json') } }
  const serve = () => visit.run('honestai serve --port 0', serving)
  const seen = seenInCommand(await serve())
  const remedy = async () => {
    const [pull = ''] = commandsIn(seen)
    return endedWell(await visit.run(pull)) && /serves on http/.test((await serve()).stdout)
  }
  return { seen, again: async () => seenInCommand(await serve()), remedy }
}

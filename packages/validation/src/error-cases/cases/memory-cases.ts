import { totalmem } from 'node:os'
import { estimateMemory, verifyModel } from '@honestai/core'
import type { WritableConfig } from '../../checks/needs/servers.ts'
import { modelConfigOf } from '../../subject/run-context.ts'
import { sendRequest } from '../../subject/server-process/send-request.ts'
import { ask, bodyOf, chatPath, isGood, modelsWith, untilActive } from '../ask-world.ts'
import type { ErrorCase, Meeting, SeenError, World } from '../error-case.ts'
import { configLinesIn, setConfigLine } from '../read-steps.ts'
import { seenAtStart, seenInAnswer } from '../seen-error.ts'

/** What the memory of a machine, or a budget of it, does not allow. */
export const memoryCases: readonly ErrorCase[] = [
  {
    code: 'model_exceeds_memory_budget',
    title: 'a budget that no model fits',
    meet: (world) => meetTooLarge(world, { config: { memoryBudgetBytes: 1_000_000 } }),
  },
  {
    code: 'memory_insufficient',
    title: 'a context larger than the machine',
    meet: async (world) => meetTooLarge(world, { model: { contextTokens: await tooManyTokens(world), slots: mostSlots } }),
  },
  { code: 'memory_budget_exceeded', title: 'a budget that a busy model uses up', meet: outgrowBudget },
]

/** As many as a config allows: each alone is then small beside the machine. */
const mostSlots = 64

/** A context that many slots of which need just more memory than this machine has: one of them is really taken, and new memory may be slow. */
async function tooManyTokens({ subject, weights }: World): Promise<number> {
  const { gguf } = await verifyModel(modelConfigOf(subject, weights))
  let contextTokens = 1024
  while (estimateMemory(gguf, { contextTokens, slots: mostSlots }).totalBytes < 1.05 * totalmem()) contextTokens += 1024
  return contextTokens
}

type Settings = { model?: object; config?: object }

/** A model that cannot be loaded as it is configured: told at start, or else when it is asked. */
async function meetTooLarge(world: World, { model = {}, config = {} }: Settings): Promise<Meeting> {
  const configure = (plain: WritableConfig) => ({ ...plain, tasks: {}, models: modelsWith(plain, world.weights.id, model), ...config })
  const attempt = async (): Promise<SeenError> => {
    const server = world.servers.spawn({ config: configure })
    const outcome = await server.started
    if (!('url' in outcome)) return seenAtStart(server)
    const answer = await sendRequest(outcome.url + chatPath, bodyOf(world))
    await server.kill()
    return seenInAnswer(answer)
  }
  const seen = await attempt()
  // Each config line of the steps, applied alone, makes it answer.
  const mend = async () => {
    const lines = configLinesIn(seen)
    for (const line of lines) {
      const mended = await world.servers.start({
        config: (plain) => {
          const changed = configure(plain)
          // What would just fit is proven by the parser; what is taken is less, so that this machine keeps room for others.
          const most = { contextTokens: 512, slots: 1 }[line.path.split('.').at(-1) ?? '']
          const small = most === undefined ? line : { ...line, value: Math.min(Number(line.value), most) }
          setConfigLine(changed, small, world.weights.id)
          return changed
        },
      })
      if (!isGood(await ask(mended, world))) return false
      await mended.kill()
    }
    return lines.length > 0
  }
  return { seen, again: attempt, mend }
}

async function outgrowBudget(world: World): Promise<Meeting> {
  const { id } = world.weights
  const both = ({ models }: WritableConfig) =>
    models.filter((model) => model.id === id).flatMap((model) => [model, { ...model, id: 'second' }])
  const config = (memoryBudgetBytes: number) => (plain: WritableConfig) => ({ models: both(plain), memoryBudgetBytes })
  const tooSmall = await seenAtStart(world.servers.spawn({ config: config(1) }))
  const neededBytes = Number(/needs (\d+) bytes/.exec(tooSmall.error?.message ?? '')?.[1])
  const server = await world.servers.start({ config: config(Math.ceil(neededBytes * 1.2)) })
  await ask(server, world)
  const engine = server.engine()
  process.kill(engine, 'SIGSTOP')
  const running = ask(server, world)
  await untilActive(server, id, 1)
  const answer = await ask(server, world, { model: 'second' })
  const mend = async () => {
    process.kill(engine, 'SIGCONT')
    await running
    return isGood(await ask(server, world, { model: 'second' }))
  }
  return { seen: seenInAnswer(answer), again: async () => seenInAnswer(answer), mend, log: server.stderr }
}

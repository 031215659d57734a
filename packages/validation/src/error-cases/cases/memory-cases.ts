import { totalmem } from 'node:os'
import { estimateMemory, verifyModel } from '@honestai/core'
import type { WritableConfig } from '../../checks/needs/servers.ts'
import { modelConfigOf } from '../../subject/run-context.ts'
import { sendRequest } from '../../subject/server-process/send-request.ts'
import { ask, bodyOf, chatPath, isGood, modelsWith, untilActive } from '../ask-chat.ts'
import type { CaseContext, ErrorCase, Scenario, SeenError } from '../error-case.ts'
import { configLinesIn, setConfigLine } from '../read-steps.ts'
import { seenAtStart, seenInAnswer } from '../seen-error.ts'

/** What the memory of a machine, or a budget of it, does not allow. */
export const memoryCases: readonly ErrorCase[] = [
  {
    code: 'model_exceeds_memory_budget',
    title: 'a budget that no model fits',
    provoke: (context) => provokeTooLarge(context, { config: { memoryBudgetBytes: 1_000_000 } }),
  },
  {
    code: 'memory_insufficient',
    title: 'a context larger than the machine',
    provoke: async (context) => provokeTooLarge(context, { model: { contextSize: await tooManyTokens(context), slots: mostSlots } }),
  },
  { code: 'memory_budget_exceeded', title: 'a budget that a busy model uses up', provoke: outgrowBudget },
]

/** As many as a config allows: each alone is then small beside the machine. */
const mostSlots = 64

/** A context that many slots of which need just more memory than this machine has: one of them is really taken, and new memory may be slow. */
async function tooManyTokens({ subject, weights }: CaseContext): Promise<number> {
  const { gguf } = await verifyModel(modelConfigOf(subject, weights))
  let contextSize = 1024
  while (estimateMemory(gguf, { contextSize, slots: mostSlots }).totalBytes < 1.05 * totalmem()) contextSize += 1024
  return contextSize
}

type Settings = { model?: object; config?: object }

/** A model that cannot be loaded as it is configured: told at start, or else when it is asked. */
async function provokeTooLarge(context: CaseContext, { model = {}, config = {} }: Settings): Promise<Scenario> {
  const configure = (plain: WritableConfig) => ({ ...plain, tasks: {}, models: modelsWith(plain, context.weights.id, model), ...config })
  const attempt = async (): Promise<SeenError> => {
    const server = context.servers.spawn({ config: configure })
    const outcome = await server.started
    if (!('url' in outcome)) return seenAtStart(server)
    const answer = await sendRequest(outcome.url + chatPath, bodyOf(context))
    await server.kill()
    return seenInAnswer(answer)
  }
  const seen = await attempt()
  // Each config line of the steps, applied alone, makes it answer.
  const remedy = async () => {
    const lines = configLinesIn(seen)
    for (const line of lines) {
      const mended = await context.servers.start({
        config: (plain) => {
          const changed = configure(plain)
          // What would just fit is proven by the parser; what is taken is less, so that this machine keeps room for others.
          const most = { contextSize: 512, slots: 1 }[line.path.split('.').at(-1) ?? '']
          const small = most === undefined ? line : { ...line, value: Math.min(Number(line.value), most) }
          setConfigLine(changed, small, context.weights.id)
          return changed
        },
      })
      if (!isGood(await ask(mended, context))) return false
      await mended.kill()
    }
    return lines.length > 0
  }
  return { seen, again: attempt, remedy }
}

async function outgrowBudget(context: CaseContext): Promise<Scenario> {
  const { id } = context.weights
  const both = ({ models }: WritableConfig) =>
    models.filter((model) => model.id === id).flatMap((model) => [model, { ...model, id: 'second' }])
  const config = (memoryBudgetBytes: number) => (plain: WritableConfig) => ({ models: both(plain), memoryBudgetBytes })
  const tooSmall = await seenAtStart(context.servers.spawn({ config: config(1) }))
  const neededBytes = Number(/needs (\d+) bytes/.exec(tooSmall.error?.message ?? '')?.[1])
  const server = await context.servers.start({ config: config(Math.ceil(neededBytes * 1.2)) })
  await ask(server, context)
  const engine = server.engine()
  process.kill(engine, 'SIGSTOP')
  const running = ask(server, context)
  await untilActive(server, id, 1)
  const answer = await ask(server, context, { model: 'second' })
  const remedy = async () => {
    process.kill(engine, 'SIGCONT')
    await running
    return isGood(await ask(server, context, { model: 'second' }))
  }
  return { seen: seenInAnswer(answer), again: async () => seenInAnswer(answer), remedy, log: server.stderr }
}

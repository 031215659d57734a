import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { SubjectFailure } from '../../base/subject-failure.ts'
import type { CommandOptions } from '../../checks/needs/honestai.ts'
import { weightsToSpoil } from '../../subject/damaged-copy.ts'
import { type Answer, sendRequest } from '../../subject/server-process/send-request.ts'
import { type CaseContext, type ErrorCase, type Scenario, secret } from '../error-case.ts'
import { commandsIn, configLinesIn, setConfigLine } from '../read-steps.ts'
import { seenInAnswer, seenInCommand } from '../seen-error.ts'

/** What keeps `serve` from starting, whatever the weights are like. */
export const startCases: readonly ErrorCase[] = [
  {
    code: 'config_unreadable',
    title: 'a config that is not there',
    async provoke(context) {
      const { file, serve } = inFolder(context)
      return provokeAtStart(
        serve,
        () => serve(),
        () => writeFileSync(file, configOf(context)),
      )
    },
  },
  {
    code: 'config_invalid',
    title: 'a config with a word that means nothing',
    async provoke(context) {
      const { file, serve } = inFolder(context)
      writeFileSync(file, configOf(context, { temprature: secret }))
      return provokeAtStart(
        serve,
        () => serve(),
        () => writeFileSync(file, configOf(context)),
      )
    },
  },
  {
    code: 'no_usable_model',
    title: 'two models, both without their weights',
    async provoke(context) {
      const { file, serve, run } = inFolder(context)
      const models = ['one', 'two'].map((id) => ({ id, path: `${id}.gguf`, restore: `ln -s "$WEIGHTS" ${id}.gguf` }))
      writeFileSync(file, JSON.stringify({ models }))
      const seen = seenInCommand(await serve())
      const again = async () => seenInCommand(await serve())
      const remedy = async () => {
        const commands = commandsIn(seen)
        // The look that each model asks for afterwards shows all usable only once every one is back.
        const [looks, restores] = [commands.filter((line) => line === 'honestai models'), commands.filter((line) => line.startsWith('ln '))]
        for (const line of restores) await run(line)
        const ends = await Promise.all(looks.slice(0, 1).map((line) => run(line)))
        return restores.length === 2 && ends.every(({ exitCode }) => exitCode === 0) && ends.length === 1 && serves(await serve())
      }
      return { seen, again, remedy }
    },
  },
  {
    code: 'port_unavailable',
    title: 'a second server on the same port',
    async provoke(context) {
      const { serve, run, file } = inFolder(context)
      writeFileSync(file, configOf(context))
      const { port, holder } = await holdPort()
      const start = () => serve(`--port ${port}`)
      const seen = seenInCommand(await start())
      const remedy = async () => {
        // The step names the next port, which is free; then the program that held the port ends, and the same command works.
        const elsewhere = await Promise.all(commandsIn(seen).map((line) => run(line, { until: serving })))
        holder.close()
        return elsewhere.length === 1 && elsewhere.every(serves) && serves(await start())
      }
      return { seen, again: async () => seenInCommand(await start()), remedy }
    },
  },
  { code: 'starting_up', title: 'a request that comes while weights are verified', provoke: comeEarly },
  {
    code: 'api_key_required',
    title: 'listening for other machines without a key',
    async provoke(context) {
      const { serve, run, file } = inFolder(context)
      writeFileSync(file, configOf(context))
      const start = (environment = {}) => serve('--host 0.0.0.0', environment)
      const seen = seenInCommand(await start())
      const remedy = async () => {
        const key = randomBytes(32).toString('hex')
        const ends = [await start({ HONESTAI_API_KEYS: key })]
        for (const line of commandsIn(seen)) ends.push(await run(line, { until: serving }))
        return ends.length === 3 && ends.every(serves) && !ends.some(({ stderr }) => stderr.includes(key))
      }
      return { seen, again: async () => seenInCommand(await start()), remedy }
    },
  },
  {
    code: 'sandbox_unavailable',
    title: 'sandbox that are required on a system that has no unshare',
    async provoke(context) {
      const { run, file } = inFolder(context)
      const config = { models: [{ id: 'only', path: context.weights.path }], sandbox: 'required' }
      writeFileSync(file, JSON.stringify(config))
      const start = () => run('PATH="$(dirname "$(command -v honestai)")" honestai serve', { until: serving })
      const seen = seenInCommand(await start())
      return provokeAtStart(start, start, () => {
        for (const line of configLinesIn(seen)) setConfigLine(config, line, 'only')
        writeFileSync(file, JSON.stringify(config))
      })
    },
  },
  {
    code: 'api_keys_unusable',
    title: 'a file of keys that is not there',
    async provoke(context) {
      const { folder, serve, file } = inFolder(context)
      writeFileSync(file, configOf(context))
      const start = () => serve('--api-keys-file keys.txt')
      return provokeAtStart(start, start, () =>
        writeFileSync(join(folder, 'keys.txt'), `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 }),
      )
    },
  },
]

const serving = /serves on http/
const serves = ({ stdout }: { stdout: string }) => serving.test(stdout)

/** Long enough to be hashed for a while, the longer ones where a machine was done before it could be asked; all but the beginning is a hole, which takes no room. */
const holesBytes = [1, 4, 16].map((gibibytes) => gibibytes * 1024 ** 3)

async function comeEarly(context: CaseContext): Promise<Scenario> {
  for (const [attempt, holeBytes] of holesBytes.entries()) {
    const { early, ask, end } = await askWhileVerifying(context, holeBytes)
    if (early.status === 200 && attempt < holesBytes.length - 1) {
      await end()
      continue
    }
    const remedy = async () => {
      let answer = early
      for (let tries = 0; tries < 60 && answer.status !== 200; tries++) {
        await wait(Number(answer.headers['retry-after']) * 1000)
        answer = await ask()
      }
      await end()
      return answer.status === 200
    }
    return { seen: seenInAnswer(early), again: async () => seenInAnswer(early), remedy }
  }
  throw new Error('No length of weights was tried.')
}

async function askWhileVerifying(context: CaseContext, holeBytes: number) {
  const { folder, file, serve } = inFolder(context)
  const { path } = weightsToSpoil(context.weights)
  copyFileSync(path, join(folder, 'long.gguf'))
  truncateSync(join(folder, 'long.gguf'), holeBytes)
  const models = [
    { id: 'long', path: 'long.gguf', sha256: '0'.repeat(64) },
    { id: 'only', path },
  ]
  writeFileSync(file, JSON.stringify({ models }))
  const { port, holder } = await holdPort()
  holder.close()
  const controller = new AbortController()
  const served = serve(`--port ${port}`, {}, controller.signal)
  const ask = () => sendRequest(`http://127.0.0.1:${port}/v1/models`)
  const end = async () => {
    controller.abort()
    await served
  }
  const ended = served.then(({ stderr }) => {
    throw new SubjectFailure(`The server ended before it listened: ${stderr}`)
  })
  return { early: await Promise.race([untilListening(ask), ended]), ask, end }
}

async function untilListening(ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      if (attempt === 2_000) throw error
      await wait(10)
    }
  }
}

type Start = () => Promise<{ exitCode: number | null; stdout: string; stderr: string }>

/** Starts, starts again, mends, and starts once more. */
async function provokeAtStart(start: Start, again: Start, mendBy: () => void) {
  return {
    seen: seenInCommand(await start()),
    again: async () => seenInCommand(await again()),
    remedy: async () => {
      mendBy()
      return serves(await start())
    },
  }
}

/** A folder of its own with a config that `honestai` finds by itself, as a person in that folder would have it. */
function inFolder({ temporaryFolder, honestai, weights }: CaseContext) {
  const folder = mkdtempSync(join(temporaryFolder, 'start-'))
  const file = join(folder, 'honestai.json')
  const environment = { HONESTAI_CONFIG: file, HONESTAI_PORT: '0', WEIGHTS: weights.path }
  const run = (line: string, options: CommandOptions = {}) =>
    honestai(line, { folder, ...options, environment: { ...environment, ...options.environment } })
  // One that is ended by a signal serves until then, any other one until it says that it does.
  const serve = (parameters = '', extra: Record<string, string> = {}, signal?: AbortSignal) =>
    run(`honestai serve ${parameters}`, { ...(signal ? { signal } : { until: serving }), environment: extra })
  return { folder, file, run, serve }
}

const configOf = ({ weights }: CaseContext, extra = {}) => JSON.stringify({ models: [{ id: 'only', path: weights.path, ...extra }] })

let nextPort = 20_000 + (process.pid % 5_000) * 2

/** Takes a port whose neighbour is free, below those that the kernel gives to others. None is taken twice: whom it was for may come to it late. */
async function holdPort(): Promise<{ port: number; holder: Server }> {
  for (;;) {
    const port = nextPort
    nextPort += 2
    const [holder, neighbour] = [await listenOn(port), await listenOn(port + 1)]
    neighbour?.close()
    if (holder && neighbour) return { port, holder }
    holder?.close()
  }
}

async function listenOn(port: number): Promise<Server | undefined> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
    return server
  } catch {
    return undefined
  }
}

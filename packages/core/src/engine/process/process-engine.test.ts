import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { ChatRequest } from '../../chat/chat.ts'
import { canaryConfig } from '../../config/canary-config.ts'
import type { Model } from '../../models/model.ts'
import { verifyModel } from '../../models/verify-model.ts'
import { say, sayLong } from '../contract/engine-case.ts'
import type { Engine } from '../engine.ts'
import { createProcessEngine, type ProcessEngineOptions } from './process-engine.ts'

// Each loads an engine, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const [canaryConfigured] = canaryConfig().models
if (!canaryConfigured) throw new Error('The canary config has a model.')
const canary = await verifyModel(canaryConfigured)

/** The canary as a file in which one text is replaced by another of the same length; verified before it was. */
async function canaryWith(text: string, replacement: string): Promise<Model> {
  const folder = await mkdtemp(join(tmpdir(), 'honestai-engine-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'changed.gguf')
  const bytes = await readFile(canary.path)
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) bytes.write(replacement, at)
  await writeFile(path, bytes)
  return { ...canary, path }
}

async function startEngine(options: Partial<ProcessEngineOptions> = {}): Promise<Engine> {
  const engine = await createProcessEngine(canary, { slots: 2, ...options })
  onTestFinished(() => engine[Symbol.asyncDispose]())
  return engine
}

const longPrompt = say('What is 3 plus 4? '.repeat(30))
const longAnswer = sayLong('Count to 30.')

/** Runs a chat to its end, counts its events and calls back at the first of its answer. */
async function follow(
  engine: Engine,
  request: ChatRequest,
  { onFirst = () => {}, signal }: { onFirst?: () => void; signal?: AbortSignal } = {},
) {
  let events = 0
  for await (const _ of engine.chat(request, signal)) if (++events === 2) onFirst()
  return events
}

test('an architecture that llama.cpp does not know is named', async () => {
  const changed = await canaryWith('qwen2', 'qwenX')
  const model = { ...changed, gguf: { ...changed.gguf, architecture: 'qwenX' } }
  const error = await createProcessEngine(model, { slots: 1 }).catch((reason) => reason)
  expect(error.code).toBe('architecture_unsupported')
  expect(error.message).toContain('qwenX')
})

test('weights that llama.cpp refuses are told with its end of stderr, without the folder they lie in', async () => {
  const model = await canaryWith('blk.1.attn_q.weight', 'blk.1.attn_Q.weight')
  const error = await createProcessEngine(model, { slots: 1 }).catch((reason) => reason)
  expect(error.code).toBe('model_load_failed')
  expect(error.message).toContain('blk.1.attn_q.weight')
  expect(error.message).not.toContain(tmpdir())
})

test('the number of threads is one the machine has, found by trial', async () => {
  const { facts } = await startEngine()
  expect(facts.threads).toBeGreaterThanOrEqual(1)
})

test.skipIf(process.platform !== 'linux')('the binary for processors is loaded without a trial in a child', async () => {
  await startEngine()
  const [, afterName = ''] = readFileSync(`/proc/${engineProcess()}/stat`, 'utf8').split(') ')
  // Fields 16 and 17 of proc_pid_stat(5): the time of children that were waited for.
  expect(afterName.split(' ').slice(13, 15)).toEqual(['0', '0'])
})

describe.skipIf(process.platform !== 'linux')('an engine process that dies', () => {
  test('while it loads ends the load with engine_crashed', async () => {
    const loading = createProcessEngine(canary, { slots: 1 })
    process.kill(engineProcess(), 'SIGKILL')
    await expect(loading).rejects.toMatchObject({ code: 'engine_crashed', retryable: true })
  })

  test('in the middle of a prompt ends its chat with engine_crashed', async () => {
    let pid = 0
    const engine = await startEngine({ onStep: () => process.kill(pid, 'SIGKILL') })
    pid = engineProcess()
    // The first step's report comes when the next steps are under way; an answer that goes on is not over by then.
    await expect(follow(engine, { ...longPrompt, ignoreEos: true, maxTokens: 300 })).rejects.toMatchObject({
      code: 'engine_crashed',
      retryable: true,
    })
  })

  test.each(['SIGKILL', 'SIGABRT', 'SIGSEGV', 'SIGTERM'] as const)(
    'in the middle of an answer, by %s, ends all chats with engine_crashed',
    async (signal) => {
      const engine = await startEngine()
      const pid = engineProcess()
      const chats = [follow(engine, longAnswer, { onFirst: () => process.kill(pid, signal) }), follow(engine, longAnswer)]
      const crashed = { status: 'rejected', reason: { code: 'engine_crashed', message: expect.stringContaining(signal) } }
      expect(await Promise.allSettled(chats)).toMatchObject([crashed, crashed])
      expect((await engine.died).code).toBe('engine_crashed')
      expect(engine.load().activeSlots).toBe(0)
    },
  )

  test('while idle refuses what comes later with engine_crashed', async () => {
    const engine = await startEngine()
    process.kill(engineProcess(), 'SIGKILL')
    expect((await engine.died).code).toBe('engine_crashed')
    await expect(follow(engine, longAnswer)).rejects.toMatchObject({ code: 'engine_crashed' })
    await expect(engine.tokenize('hello')).rejects.toMatchObject({ code: 'engine_crashed' })
  })
})

describe.skipIf(process.platform !== 'linux')('an engine process that hangs', () => {
  const noProgressMs = 6_000

  test('in an answer is ended, and its chat gets engine_crashed with the reason', async () => {
    const engine = await startEngine({ noProgressMs })
    const pid = engineProcess()
    const chat = follow(engine, longAnswer, { onFirst: () => process.kill(pid, 'SIGSTOP') })
    await expect(chat).rejects.toMatchObject({ code: 'engine_crashed', message: expect.stringContaining('no progress for 6 seconds') })
    expect(existsSync(`/proc/${pid}`)).toBe(false)
  })

  test('in its load is ended, and the load fails with engine_crashed', async () => {
    const loading = createProcessEngine(canary, { slots: 1, noProgressMs: 1_000 })
    process.kill(engineProcess(), 'SIGSTOP')
    await expect(loading).rejects.toMatchObject({ code: 'engine_crashed', message: expect.stringContaining('no progress') })
  })

  test('can be disposed of all the same', async () => {
    const engine = await startEngine()
    process.kill(engineProcess(), 'SIGSTOP')
    await engine[Symbol.asyncDispose]()
    expect((await engine.died).code).toBe('shutting_down')
  })
})

test('a load that is no longer wanted ends at once, with its process', async () => {
  const ending = new AbortController()
  const loading = createProcessEngine(canary, { slots: 1, signal: ending.signal })
  ending.abort()
  await expect(loading).rejects.toMatchObject({ code: 'shutting_down' })
  await expect(createProcessEngine(canary, { slots: 1, signal: ending.signal })).rejects.toMatchObject({ code: 'shutting_down' })
})

describe.each([
  { phase: 'the prompt', request: longPrompt },
  { phase: 'the answer', request: longAnswer },
])('a cancel in $phase', ({ phase, request }) => {
  test('ends the chat and frees its slot for the next', async () => {
    const controller = new AbortController()
    const engine = await startEngine({ slots: 1, ...(phase === 'the prompt' ? { onStep: () => controller.abort() } : {}) })
    const chat = follow(engine, request, { onFirst: () => controller.abort(), signal: controller.signal })
    await expect(chat).rejects.toMatchObject({ code: 'request_cancelled' })
    expect(engine.load().activeSlots).toBe(0)
    expect(await follow(engine, longAnswer)).toBeGreaterThan(1)
  })
})

describe.skipIf(process.platform !== 'linux')('an engine whose parent is killed', () => {
  test.each([
    { helpers: 'the kernel tells it', path: process.env.PATH ?? '' },
    { helpers: 'it must notice by itself', path: '/nonexistent' },
  ])('is gone soon after, where $helpers', async ({ path }) => {
    const script = `
      import { createProcessEngine } from ${JSON.stringify(join(import.meta.dirname, 'process-engine.ts'))}
      const engine = await createProcessEngine(${JSON.stringify(canary)}, { slots: 1 })
      for (;;) for await (const event of engine.chat(${JSON.stringify(longAnswer)})) if (event.type === 'text-delta') console.log('works')
    `
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      env: { PATH: path },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(parent.stdout, 'data')
    const [pid] = childrenOf(parent.pid ?? 0)
    expect(pid).toBeDefined()
    parent.kill('SIGKILL')
    // Waits for it for as long as the test may take.
    while (existsSync(`/proc/${pid}`)) await delay(20)
  })
})

/** The engine process of this test: the newest child of this process. */
function engineProcess(): number {
  const pid = childrenOf(process.pid).at(-1)
  if (pid === undefined) throw new Error('There is no engine process.')
  return pid
}

function childrenOf(pid: number): number[] {
  const lists = readdirSync(`/proc/${pid}/task`).map((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8'))
  return lists
    .flatMap((list) => list.split(' ').filter(Boolean).map(Number))
    .filter((child) => !readFileSync(`/proc/${child}/stat`, 'utf8').includes(') Z '))
    .sort((one, other) => one - other)
}

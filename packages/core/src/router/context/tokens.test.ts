import { afterEach, expect, test, vi } from 'vitest'
import { createFakeEngine } from '../../engine/contract/fake-engine.ts'
import { routerError } from '../../errors.ts'
import { answer, routerSubject, say, stateOf } from '../router-subject.ts'

afterEach(() => void vi.useRealTimers())
const chat = { messages: [{ role: 'user' as const, content: 'one two' }], sampling: {} }

test('tokens are counted for a text and for a chat, without the weights and without a slot', async () => {
  const { router, createEngine } = await routerSubject()
  await router.start()
  expect(await router.countTokens({ model: 'm0' }, 'one two three')).toEqual({
    decision: { model: 'm0', reason: 'named by the request' },
    tokens: 3,
    estimated: false,
  })
  expect(await router.countTokens({}, chat)).toMatchObject({ tokens: 2, estimated: false })
  expect(createEngine.mock.calls.map(([, { slots, vocabularyOnly }]) => [slots, vocabularyOnly])).toEqual([[0, true]])
  expect((await router.health())[0]).toMatchObject({ state: 'unloaded', slots: { active: 0 } })
})

test('a text becomes tokens, and tokens a text', async () => {
  const { router } = await routerSubject()
  await router.start()
  const { decision, tokens } = await router.tokenize({}, 'one two three')
  expect(decision).toEqual({ model: 'm0', reason: 'first that can' })
  expect(tokens).toHaveLength(3)
  expect((await router.detokenize({ model: 'm0' }, tokens)).text).toBe('one two three')
  await expect(router.detokenize({ model: 'm0' }, [99])).rejects.toMatchObject({ code: 'invalid_request' })
})

test('the prompt of a chat is told as text and as tokens', async () => {
  const { router } = await routerSubject()
  await router.start()
  const { decision, prompt, tokens } = await router.renderPrompt({}, chat)
  expect([decision.model, prompt, tokens.length]).toEqual(['m0', 'one two', 2])
})

test('an engine that is loaded counts itself', async () => {
  const { router, createEngine } = await routerSubject()
  await router.start()
  await answer(router, {}, say('hello'))
  await router.countTokens({}, 'one two three')
  expect(createEngine).toHaveBeenCalledOnce()
})

test('a vocabulary that nobody used for a minute is unloaded, and loaded again for the next', async () => {
  const { router, engines, createEngine } = await routerSubject()
  await router.start()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await router.countTokens({}, 'one')
  vi.advanceTimersByTime(59_000)
  await router.countTokens({}, 'one')
  vi.advanceTimersByTime(60_000)
  expect((await engines[0]?.died)?.code).toBe('shutting_down')
  expect((await router.countTokens({}, 'one')).tokens).toBe(1)
  expect(createEngine).toHaveBeenCalledTimes(2)
})

test('a vocabulary whose process died is loaded again', async () => {
  const { router, engines, createEngine } = await routerSubject()
  await router.start()
  await router.countTokens({}, 'one')
  engines[0]?.kill()
  await engines[0]?.died
  expect((await router.countTokens({}, 'one')).tokens).toBe(1)
  expect(createEngine).toHaveBeenCalledTimes(2)
  expect(await stateOf(router)).toBe('unloaded')
})

test('a vocabulary counts in the memory budget, and gives way to a model that is loaded', async () => {
  const config = { memoryBudgetBytes: 200_000_000 }
  const { router, engines } = await routerSubject({ models: [{}, {}], config, engine: { memoryBytes: 150_000_000 } })
  await router.start()
  await router.countTokens({ model: 'm0' }, 'one')
  expect(await answer(router, { model: 'm1' }, say('hello'))).toBe('hello')
  expect((await engines[0]?.died)?.code).toBe('shutting_down')
})

const unknown = routerError('architecture_unsupported', { model: 'm0', file: '0.gguf', architecture: 'new' })

test('without a tokenizer tokens are estimated where the config allows it, and marked', async () => {
  const { router, createEngine } = await routerSubject({ config: { tokenEstimate: 'allow' } })
  createEngine.mockRejectedValue(unknown)
  await router.start()
  expect(await router.countTokens({}, 'What is 3 plus 4?')).toMatchObject({ tokens: 6, estimated: true })
  expect((await router.countTokens({}, chat)).tokens).toBeGreaterThan(2)
  const { plan } = await router.planContext({}, chat)
  expect(plan).toMatchObject({ estimated: true, kept: [{ index: 0, tokens: 2, estimated: true }] })
  await expect(Array.fromAsync(router.chat({}, chat, { truncation: 'auto' }).events)).rejects.toBe(unknown)
})

test.each([
  { title: 'the config does not allow it', tokenEstimate: 'never', error: unknown },
  { title: 'the tokenizer only died', tokenEstimate: 'allow', error: routerError('engine_crashed', { model: 'm0', reason: 'SIGKILL.' }) },
])('nothing is estimated where $title', async ({ tokenEstimate, error }) => {
  const { router, createEngine } = await routerSubject({ config: { tokenEstimate } })
  createEngine.mockRejectedValueOnce(error).mockResolvedValue(createFakeEngine())
  await router.start()
  await expect(router.countTokens({}, chat)).rejects.toBe(error)
})

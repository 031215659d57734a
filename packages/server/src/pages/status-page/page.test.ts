import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type ApiKeys, type ChatEvent, canaryConfig, digestOfKey, type ModelHealth, routerError } from '@honestai/core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { buildServer } from '../../app/build-server.ts'
import { chatWith, createFakeRouter, fakeUsage } from '../../testing/fake-router.ts'

const executablePath = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find((file) => existsSync(file))

let browser: Browser
// Root has no sandbox.
beforeAll(async () => {
  if (executablePath) browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
}, 120_000)
afterAll(() => browser?.close())
beforeEach((context) => context.skip(!executablePath, 'no Chromium is installed (Debian: apt-get install chromium)'))

const [first] = await createFakeRouter().health()
const model = { ...first, id: 'canary', abilities: ['chat'] } as ModelHealth
const crash = routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' })

type Subject = { models?: () => ModelHealth[]; events?: () => AsyncIterable<ChatEvent>; apiKeys?: ApiKeys }

/** Opens the page of a server whose models and answers are as told. */
async function open({
  models = () => [model],
  events = answer,
  apiKeys,
}: Subject): Promise<{ page: Page; origin: string; requests: string[] }> {
  const router = createFakeRouter({ health: async () => models(), chat: chatWith(events) })
  const app = buildServer({ router, config: canaryConfig(), ...(apiKeys && { apiKeys }) })
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  const context = await browser.newContext()
  onTestFinished(async () => {
    await context.close()
    await app.close()
  })
  const page = await context.newPage()
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(`${origin}/`)
  return { page, origin, requests }
}

const end: ChatEvent = { type: 'end', reason: 'stop', usage: fakeUsage, tokens: [1, 2, 3] }

async function* answer(): AsyncGenerator<ChatEvent> {
  yield { type: 'text-delta', text: 'Paris.' }
  yield end
}

const textOf = (page: Page, selector: string) => page.locator(selector).textContent()

test('the states of the models, and errors with their steps, are shown as they change', async () => {
  let models: ModelHealth[] = [model]
  const { page } = await open({ models: () => models })
  await page.locator('#models .state.unloaded').waitFor()
  models = [{ ...model, state: 'loading', progress: 0.4 } as ModelHealth]
  await page.locator('#models .state.loading').waitFor()
  expect(await page.locator('#models progress').getAttribute('value')).toBe('0.4')
  models = [{ ...model, state: 'failed', error: crash.toBody().error } as ModelHealth]
  await page.locator('#models .state.failed').waitFor()
  expect(await textOf(page, '#models')).toContain(crash.message)
  await page.locator('#status.degraded').waitFor()
  models = [{ ...model, state: 'ready', slots: { active: 3, total: 4 }, queue: { waiting: 7, limit: 128 } } as ModelHealth]
  await page.locator('#models .state.ready').waitFor()
  expect(await textOf(page, '#models')).toMatch(/3 of 4[\s\S]*7 of 128/)
})

test('an answer appears as it streams, with its figures', async () => {
  const rest = Promise.withResolvers<void>()
  const { page } = await open({
    async *events() {
      yield { type: 'text-delta', text: 'Par' }
      await rest.promise
      yield { type: 'text-delta', text: 'is.' }
      yield end
    },
  })
  await page.locator('#send').click()
  await page.locator('#answer', { hasText: /^Par$/ }).waitFor()
  expect(await page.locator('#stop').isVisible()).toBe(true)
  rest.resolve()
  await page.locator('#answer', { hasText: /^Paris\.$/ }).waitFor()
  await page.locator('#figures', { hasText: '12 tokens in, 3 out' }).waitFor()
  expect(await page.locator('#stop').isVisible()).toBe(false)
})

test('a failure amid an answer is shown with its steps, also among the last errors', async () => {
  const { page } = await open({
    async *events() {
      yield { type: 'text-delta', text: 'Par' }
      throw crash
    },
  })
  await page.locator('#send').click()
  await page.locator('#answer .problem').waitFor()
  expect(await textOf(page, '#answer')).toContain(crash.toBody().error.steps[0])
  await page.locator('#errors code', { hasText: 'engine_crashed' }).waitFor()
})

test('markup in an answer stays text, and nothing is asked of another origin', async () => {
  const markup = `<img src="http://127.0.0.1:9/x.png" onerror="document.title='run'"><script>document.title='run'</script>`
  const { page, origin, requests } = await open({
    async *events() {
      yield { type: 'text-delta', text: markup }
      yield end
    },
  })
  await page.locator('#send').click()
  await page.locator('#figures', { hasText: 'tokens in' }).waitFor()
  expect(await textOf(page, '#answer')).toBe(markup)
  expect(await page.locator('#answer *').count()).toBe(0)
  expect(await page.title()).toBe('HonestAI Local')
  expect(requests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([])
  const away = () =>
    fetch('http://127.0.0.1:9/').then(
      () => 'reached',
      (error) => String(error),
    )
  const blocked = page.waitForEvent('console', (message) => message.text().includes('Content Security Policy'))
  await page.evaluate(away)
  await blocked
})

test('where keys are set, the page asks for one, says when it is wrong, and keeps it nowhere', async () => {
  const key = 'key-of-anna-0123456789'
  const { page } = await open({ apiKeys: { digests: [digestOfKey(key)], worldReadable: false } })
  await page.locator('#key').waitFor()
  expect(await page.locator('#content').isVisible()).toBe(false)
  await page.locator('#key').fill('wrong-key-0123456789')
  await page.locator('#key-form button').click()
  await page.locator('#key-problem', { hasText: 'is not one of those' }).waitFor()
  await page.locator('#key').fill(key)
  await page.locator('#key-form button').click()
  await page.locator('#models article').waitFor()
  await page.locator('#send').click()
  await page.locator('#answer', { hasText: 'Paris.' }).waitFor()
  const kept = 'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])'
  expect(await page.evaluate(kept)).toBe('[{},{},""]')
  await page.reload()
  await page.locator('#key').waitFor()
})

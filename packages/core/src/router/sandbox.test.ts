import { expect, test } from 'vitest'
import { availableSandbox } from '../engine/process/sandbox.ts'
import { checkSandbox } from './lifecycle/require-sandbox.ts'
import { answer, routerSubject, say } from './router-subject.ts'

const both = ['network-namespace', 'node-permission']
const allAvailable = both.every((layer) => availableSandbox().includes(layer))

test.each([
  { sandbox: both, missing: [] },
  { sandbox: ['node-permission'], missing: ['network-namespace'] },
  { sandbox: [], missing: both },
])('of the sandbox $sandbox are missing $missing', ({ sandbox, missing }) => {
  const check = () => checkSandbox(sandbox)
  if (missing.length === 0) expect(check).not.toThrow()
  else expect(check).toThrow(expect.objectContaining({ code: 'sandbox_unavailable', details: { missing } }))
})

async function refusesToStart() {
  const { router } = await routerSubject({ config: { sandbox: 'required' } })
  await expect(router.start()).rejects.toMatchObject({ code: 'sandbox_unavailable' })
}

async function refusesEnginesWithoutThem() {
  const bare = await routerSubject({ config: { sandbox: 'required' } })
  await bare.router.start()
  await expect(answer(bare.router, { model: 'm0' }, say('hello'))).rejects.toMatchObject({ code: 'sandbox_unavailable' })
  expect((await bare.engines[0]?.died)?.code).toBe('shutting_down')
  const sandboxed = await routerSubject({ config: { sandbox: 'required' }, engine: { sandbox: both } })
  await sandboxed.router.start()
  expect(await answer(sandboxed.router, { model: 'm0' }, say('hello'))).toBe('hello')
}

// Which of the two can be seen depends on this machine.
if (allAvailable) test('where sandbox are required an engine without them is ended, and one with them serves', refusesEnginesWithoutThem)
else test('where sandbox are required and cannot be had nothing starts', refusesToStart)

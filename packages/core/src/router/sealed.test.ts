import { expect, test } from 'vitest'
import { availableSeals } from '../engine/process/spawn-engine.ts'
import { checkSeals } from './lifecycle/check-seals.ts'
import { answer, routerSubject, say } from './router-subject.ts'

const both = ['network-namespace', 'node-permission']
const allAvailable = both.every((seal) => availableSeals().includes(seal))

test.each([
  { seals: both, missing: [] },
  { seals: ['node-permission'], missing: ['network-namespace'] },
  { seals: [], missing: both },
])('of the seals $seals are missing $missing', ({ seals, missing }) => {
  const check = () => checkSeals(seals)
  if (missing.length === 0) expect(check).not.toThrow()
  else expect(check).toThrow(expect.objectContaining({ code: 'seal_unavailable', details: { missing } }))
})

async function refusesToStart() {
  const { router } = await routerSubject({ config: { sealed: 'required' } })
  await expect(router.start()).rejects.toMatchObject({ code: 'seal_unavailable' })
}

async function refusesEnginesWithoutThem() {
  const bare = await routerSubject({ config: { sealed: 'required' } })
  await bare.router.start()
  await expect(answer(bare.router, { model: 'm0' }, say('hello'))).rejects.toMatchObject({ code: 'seal_unavailable' })
  expect((await bare.engines[0]?.died)?.code).toBe('shutting_down')
  const sealed = await routerSubject({ config: { sealed: 'required' }, engine: { seals: both } })
  await sealed.router.start()
  expect(await answer(sealed.router, { model: 'm0' }, say('hello'))).toBe('hello')
}

// Which of the two can be seen depends on this machine.
if (allAvailable) test('where seals are required an engine without them is ended, and one with them serves', refusesEnginesWithoutThem)
else test('where seals are required and cannot be had nothing starts', refusesToStart)

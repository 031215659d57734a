import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemoryBudget, type Resident } from './memory-budget.ts'

const budgetBytes = 100

/** Models that can be used, loaded and evicted, and what of them is in memory. */
function subject() {
  const budget = new MemoryBudget(budgetBytes)
  const loaded = new Map<string, number>()
  let clock = 0
  const residents = ['a', 'b', 'c', 'd'].map((id) => {
    const resident = { id, busy: false, lastUse: 0, evict: async () => undefined } as Resident & { busy: boolean; lastUse: number }
    resident.evict = async () => {
      await Promise.resolve()
      expect(resident.busy, 'a busy model is never evicted').toBe(false)
      loaded.delete(id)
      budget.free(resident)
    }
    return resident
  })
  const load = async (resident: (typeof residents)[number], bytes: number) => {
    // As a keeper does: one that is being loaded is busy.
    resident.busy = true
    resident.lastUse = ++clock
    await budget.reserve(resident, bytes)
    loaded.set(resident.id, bytes)
    const used = [...loaded.values()].reduce((sum, value) => sum + value, 0)
    expect(used).toBeLessThanOrEqual(budgetBytes)
  }
  return { residents, load, loaded }
}

test('what was used longest ago goes first, and no more than must', async () => {
  const { residents, load, loaded } = subject()
  for (const [index, bytes] of [30, 30, 30].entries()) {
    const resident = residents[index]
    if (!resident) continue
    await load(resident, bytes)
    resident.busy = false
  }
  if (residents[0]) residents[0].lastUse = 99
  if (residents[3]) await load(residents[3], 40)
  expect([...loaded.keys()]).toEqual(['a', 'c', 'd'])
})

test('a refusal unloads nothing', async () => {
  const { residents, load, loaded } = subject()
  const [a, b, c] = residents
  if (!a || !b || !c) return
  await load(a, 50)
  await load(b, 30)
  b.busy = false
  await expect(load(c, 60)).rejects.toMatchObject({
    code: 'memory_budget_exceeded',
    details: { neededBytes: 60, budgetBytes, busyBytes: 50 },
  })
  await expect(load(c, 101)).rejects.toMatchObject({ code: 'model_exceeds_memory_budget' })
  expect([...loaded.keys()]).toEqual(['a', 'b'])
})

test('a load is told what others under way will take, until they are there', async () => {
  const budget = new MemoryBudget()
  const residents = ['a', 'b', 'c'].map((id) => ({ id, busy: true, lastUse: 0, evict: async () => undefined }))
  const [a, b, c] = residents as [Resident, Resident, Resident]
  const told: number[] = []
  const check = (loadingBytes: number) => void told.push(loadingBytes)
  await Promise.all([budget.reserve(a, 30, check), budget.reserve(b, 20, check)])
  await budget.correct(a, 25)
  const refuse = (loadingBytes: number) => {
    check(loadingBytes)
    throw new Error('no memory')
  }
  await expect(budget.reserve(c, 10, refuse)).rejects.toThrow('no memory')
  await budget.reserve(c, 10, check)
  budget.free(b)
  await budget.reserve(a, 30, check)
  expect(told).toEqual([0, 30, 20, 20, 10])
})

test('loads that run together, in any order, never exceed the budget', async () => {
  const step = fc.record({ model: fc.nat(3), bytes: fc.integer({ min: 1, max: 110 }), together: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const { residents, load } = subject()
      const running: Promise<unknown>[] = []
      for (const { model, bytes, together } of steps) {
        const resident = residents[model]
        if (!resident || resident.busy) continue
        const loading = load(resident, bytes)
          .catch((error) => expect(error.code).toMatch(/memory_budget/))
          .finally(() => {
            resident.busy = false
          })
        running.push(loading)
        if (!together) await loading
      }
      await Promise.all(running)
    }),
  )
})

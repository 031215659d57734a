import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { compareLoads, Incomparable } from '../../src/bench/load/compare-loads.ts'
import { openTarget } from '../../src/bench/load/plan/open-target.ts'
import { usualLoad } from '../../src/bench/load/plan/plan-chats.ts'
import { revisionBefore } from '../../src/bench/reference/revision-before.ts'
import { type Figure, judgeFigure } from '../../src/bench/statistics/figure.ts'
import { check } from '../../src/checks/check.ts'
import { copyRepository, NeedsOtherPackages } from '../../src/faults/trial/repository-copy.ts'

check(
  {
    supports: 'inference-performance',
    promise: 'The server is as fast as that of the last commit it differs from, both under the same load, in turn in the same run',
    profile: 'full',
    timeoutMs: 300_000,
  },
  async ({ evidence, measure, skip }) => {
    const revision = revisionBefore(repositoryRoot)
    const figures = await compareWith(revision).catch((error: unknown) => {
      if (error instanceof NeedsOtherPackages || error instanceof Incomparable) skip(error.message)
      throw error
    })
    evidence.json('figures', { revision, figures })
    for (const { name, unit, value } of figures) measure(name, unit, [value.low, value.estimate, value.high])
    const judged = figures
      .filter(({ target }) => target !== undefined)
      .map((figure) => ({ name: figure.name, ...figure.value, verdict: judgeFigure(figure) }))
    expect(judged).toHaveLength(usualLoad.comparison.clients.length)
    expect(judged.filter(({ verdict }) => verdict === 'missed')).toEqual([])
    if (judged.some(({ verdict }) => verdict !== 'reached')) skip('This machine is too noisy to tell a twentieth of the speed.')
  },
)

async function compareWith(revision: string): Promise<Figure[]> {
  using copy = copyRepository(repositoryRoot, revision)
  const weights = { model: 'canary', slots: usualLoad.slots }
  const open = { ours: () => openTarget(weights), others: () => openTarget({ ...weights, repository: copy.folder }) }
  // Awaited here: the copy goes when this function ends.
  return await Array.fromAsync(compareLoads({ ...usualLoad, ...usualLoad.comparison, open, name: revision, show: () => {} }))
}

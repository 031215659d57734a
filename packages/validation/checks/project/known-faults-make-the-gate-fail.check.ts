import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'
import { findTableGaps } from '../../src/faults/find-table-gaps.ts'
import { knownFaults } from '../../src/faults/known-faults.ts'
import { sampleFaults } from '../../src/faults/trial/judge-trial.ts'
import { tryFaults } from '../../src/faults/trial/try-faults.ts'
import { readEnvironment } from '../../src/run/surroundings/read-environment.ts'
import { readCatalogue } from '../../src/verdict/catalogue.ts'

/** What a check may take unless it asks for more. */
const fastTimeoutMs = 30_000

check(
  {
    proves: 'gate-honesty',
    promise:
      'Every check has a known fault, and a fault planted in a copy of this repository makes the gate fail by the check that watches for it: every fault before a release, two that the commit chooses on other days',
    timeoutMs: 3_600_000,
  },
  async ({ profile, evidence, signal, skip }) => {
    const catalogue = readCatalogue()
    const gaps = findTableGaps(knownFaults, catalogue, repositoryRoot)
    if (gaps.length > 0) throw new Error(gaps.join('\n'))
    // Fast checks, which a busy machine disturbs least; this one is not among them, or the gate of a copy would come here for ever.
    const fast = catalogue.filter(({ timeoutMs }) => timeoutMs <= fastTimeoutMs).map(({ id }) => id)
    const fastFaults = knownFaults.filter((fault) => fast.includes(fault.check))
    const commit = readEnvironment().commit ?? 'no commit'
    const faults = profile === 'full' ? knownFaults : sampleFaults(fastFaults, commit, 2)
    const trials = await Array.fromAsync(tryFaults({ faults, catalogue, root: repositoryRoot, signal }))
    evidence.json('trials', { profile, commit, known: knownFaults.length, trials })

    const unsound = trials.filter(({ verdict }) => verdict === 'unsound')
    if (unsound.length > 0) throw new Error(`Trials that say nothing: ${JSON.stringify(unsound)}`)
    expect(trials.filter(({ verdict }) => verdict === 'missed')).toEqual([])
    if (!trials.some(({ verdict }) => verdict === 'caught')) skip('None of the faults that were chosen can be tried on this machine.')
  },
)

import { check } from '../../src/checks/check.ts'
import { readDocsAnchors } from '../../src/error-cases/error-case.ts'
import { expectContract } from '../../src/error-cases/expect-contract.ts'
import { diskCase } from '../../src/error-cases/hub/hub-cases.ts'
import { tryErrorCases } from '../../src/error-cases/try-error-cases.ts'

check(
  {
    supports: ['error-tests', 'error-experience'],
    promise: 'Weights that do not fit on the disk are refused with what is needed and what is free; with room they are pulled',
    timeoutMs: 60_000,
  },
  async ({ server, servers, honestai, subject, weights, smallDisk, temporaryFolder, profile, evidence }) => {
    const trials = await tryErrorCases([diskCase(smallDisk)], { servers, honestai, subject, weights, temporaryFolder, profile })
    evidence.json('trials', trials)
    expectContract(trials, temporaryFolder, await readDocsAnchors(server))
  },
)

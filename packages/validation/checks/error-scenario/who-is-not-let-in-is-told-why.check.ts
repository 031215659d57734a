import { check } from '../../src/checks/check.ts'
import { doorCases } from '../../src/error-cases/cases/door-cases.ts'
import { readDocsAnchors } from '../../src/error-cases/error-case.ts'
import { expectContract } from '../../src/error-cases/expect-contract.ts'
import { tryErrorCases } from '../../src/error-cases/try-error-cases.ts'

check(
  {
    proves: ['error-tests', 'error-experience'],
    promise:
      'Who comes without a key, with a wrong one, by an unknown name, from an unknown page or with too much is told so; the line that the steps put into the config, or the right key, lets them in',
    timeoutMs: 120_000,
  },
  async ({ server, servers, honestai, subject, weights, temporaryFolder, profile, evidence }) => {
    const trials = await tryErrorCases(doorCases, { servers, honestai, subject, weights, temporaryFolder, profile })
    evidence.json('trials', trials)
    expectContract(trials, temporaryFolder, await readDocsAnchors(server))
  },
)

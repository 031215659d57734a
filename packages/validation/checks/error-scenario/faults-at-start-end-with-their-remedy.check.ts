import { check } from '../../src/checks/check.ts'
import { startCases } from '../../src/error-cases/cases/start-cases.ts'
import { readDocsAnchors } from '../../src/error-cases/error-case.ts'
import { expectContract } from '../../src/error-cases/expect-contract.ts'
import { tryErrorCases } from '../../src/error-cases/try-error-cases.ts'

check(
  {
    proves: ['error-tests', 'error-experience'],
    promise:
      'What keeps the server from starting ends it at once with exit code 1 and the error on stderr; the commands and config lines of its steps, carried out, let it start',
    timeoutMs: 240_000,
  },
  async ({ server, servers, honestai, subject, weights, temporaryFolder, profile, evidence }) => {
    const trials = await tryErrorCases(startCases, { servers, honestai, subject, weights, temporaryFolder, profile })
    evidence.json('trials', trials)
    expectContract(trials, temporaryFolder, await readDocsAnchors(server))
  },
)

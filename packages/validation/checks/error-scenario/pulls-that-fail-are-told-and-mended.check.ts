import { check } from '../../src/checks/check.ts'
import { readDocsAnchors } from '../../src/error-cases/error-case.ts'
import { expectContract } from '../../src/error-cases/expect-contract.ts'
import { hubCases } from '../../src/error-cases/hub/hub-cases.ts'
import { tryErrorCases } from '../../src/error-cases/try-error-cases.ts'

check(
  {
    proves: ['gated-models', 'error-tests', 'error-experience'],
    promise:
      'A hub that gates, refuses, limits, fails, stalls, cuts or damages is told by its own error, without the token; its commands, carried out, bring the weights',
    timeoutMs: 240_000,
  },
  async ({ server, servers, honestai, subject, weights, temporaryFolder, profile, evidence }) => {
    const trials = await tryErrorCases(hubCases, { servers, honestai, subject, weights, temporaryFolder, profile }, 3)
    evidence.json('trials', trials)
    expectContract(trials, temporaryFolder, await readDocsAnchors(server))
  },
)

/**
 * What the gate must notice, for pages and tools that tell of it.
 *
 * @module known-faults
 */
import type { Fault } from './fault.ts'
import { anyServerFaults } from './known/any-server.ts'
import { concurrencyFaults } from './known/concurrency.ts'
import { errorScenarioFaults } from './known/error-scenario.ts'
import { healthFaults } from './known/health.ts'
import { integrationFaults } from './known/integration.ts'
import { lifecycleFaults } from './known/lifecycle.ts'
import { modelFamiliesFaults } from './known/model-families.ts'
import { noNetworkFaults } from './known/no-network.ts'
import { performanceFaults } from './known/performance.ts'
import { projectFaults } from './known/project.ts'
import { tokenizerAccuracyFaults } from './known/tokenizer-accuracy.ts'

export type { Change, Fault } from './fault.ts'

/** Every known fault, at least one for each check. */
export const knownFaults: readonly Fault[] = [
  ...integrationFaults,
  ...errorScenarioFaults,
  ...modelFamiliesFaults,
  ...tokenizerAccuracyFaults,
  ...noNetworkFaults,
  ...concurrencyFaults,
  ...healthFaults,
  ...lifecycleFaults,
  ...performanceFaults,
  ...projectFaults,
  ...anyServerFaults,
]

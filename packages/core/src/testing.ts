export { engineEndCases } from './engine/contract/end-cases.ts'
export type { EngineCase } from './engine/contract/engine-case.ts'
export { engineCases } from './engine/contract/engine-cases.ts'
export { createFakeEngine, type FakeEngine, type FakeEngineOptions } from './engine/contract/fake-engine.ts'
export { type Divergence, findDivergence } from './engine/contract/find-divergence.ts'
export { type DamagedGguf, damagedGgufs } from './models/testing/damaged-ggufs.ts'
export {
  type HubRequest,
  type HubRequestKind,
  type LoopbackHub,
  type LoopbackHubOptions,
  startLoopbackHub,
} from './models/testing/loopback-hub.ts'
export { splitInTwo } from './models/testing/split-in-two.ts'

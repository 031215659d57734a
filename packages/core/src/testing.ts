export { type EngineCase, engineCases } from './engine/engine-cases.ts'
export { createFakeEngine, type FakeEngine, type FakeEngineOptions } from './engine/fake-engine.ts'

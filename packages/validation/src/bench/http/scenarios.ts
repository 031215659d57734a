import type { Scenario } from '../scenario.ts'
import { againstLlamaServer } from './against-llama-server.ts'
import { firstToken } from './first-token.ts'
import { livez } from './livez.ts'
import { manyStreams } from './many-streams.ts'
import { throughput } from './throughput.ts'

/** What `bench http` measures. */
export const httpScenarios: readonly Scenario[] = [throughput, firstToken, livez, manyStreams, againstLlamaServer]

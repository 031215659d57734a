import type { Scenario } from '../scenario.ts'
import { decode } from './decode.ts'
import { loadRounds } from './load-rounds.ts'
import { longPrompt } from './long-prompt.ts'
import { overhead } from './overhead.ts'
import { parentLoop } from './parent-loop.ts'
import { roofline } from './roofline.ts'
import { secondTurn } from './second-turn.ts'

/** What `bench engine` measures. */
export const engineScenarios: readonly Scenario[] = [decode, roofline, secondTurn, longPrompt, parentLoop, overhead, loadRounds]

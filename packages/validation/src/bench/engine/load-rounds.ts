import { readdirSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { childProcesses } from '../../subject/server-process/child-processes.ts'
import { openEngine } from '../reference/open-engine.ts'
import type { Scenario } from '../scenario.ts'
import type { Figure } from '../statistics/figure.ts'
import { theilSen } from '../statistics/theil-sen.ts'
import { runChats } from './run-chats.ts'

const messages = [{ role: 'user' as const, content: 'Say hi.' }]
/** The first rounds compile code and fill pools; what they take is not lost with every round. */
const warmUpShare = 0.2

/** Loading, generating and unloading, again and again, must leave nothing behind in the parent. */
export const loadRounds: Scenario = {
  id: 'load-rounds',
  about: 'Slope of memory, open files and processes of the parent over rounds of load, generate, unload; a release does 1,000.',
  weights: ['canary'],
  rounds: 40,
  async *measure({ config, rounds, show }): AsyncGenerator<Figure> {
    const states: State[] = []
    for (let round = 0; round < rounds; round++) {
      show(`load rounds, ${round + 1} of ${rounds}`)
      {
        await using measured = await openEngine(config, { slots: 2 })
        await runChats(measured.engine, [{ messages }], 8)
      }
      states.push(readState())
    }
    const settled = states.slice(Math.floor(rounds * warmUpShare))
    const slope = (name: string, unit: string, atMost: number, readOf: (state: State) => number): Figure => ({
      name: `${name} gained by a round of load, generate, unload`,
      model: config.id,
      unit,
      value: theilSen(settled.map(readOf)),
      target: { atMost },
      samples: { [`${name}, ${unit}`]: states.map(readOf) },
    })
    // A page or two for each round is what an allocator moves about; a leak of anything that an engine needs is far more.
    yield slope('memory', 'KiB', 16, ({ memoryBytes }) => memoryBytes / 1024)
    yield slope('open files', 'files', 0, ({ openFiles }) => openFiles)
    yield slope('processes', 'processes', 0, ({ processes }) => processes)
  },
}

type State = { memoryBytes: number; openFiles: number; processes: number }

function readState(): State {
  collectGarbage()
  return {
    memoryBytes: process.memoryUsage.rss(),
    openFiles: readdirSync('/proc/self/fd').length,
    processes: childProcesses(process.pid).length,
  }
}

// Without it the slope would tell when garbage was last collected.
setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

import { availableParallelism } from 'node:os'
import { BaseSequencer, createVitest, type TestSequencerConstructor } from 'vitest/node'
import type { RunContext } from '../subject/run-context.ts'
import type { CatalogueEntry } from '../verdict/catalogue.ts'
import type { Recorder } from './recorder.ts'
import { watchForHangs } from './watch-for-hangs.ts'

export type RunChecksOptions = {
  context: RunContext
  entries: readonly CatalogueEntry[]
  recorder: Recorder
  /** Stop at the first failure. */
  bail: boolean
  /** Aborts the run; what has ended by then stays in the recorder. */
  signal: AbortSignal
}

// Checks that measure time have the machine to themselves; the others share it.
const measuringSuite = 'performance'

/** How long what was asked to end may take before it is left behind or killed. */
const graceMs = 5_000

/** Runs checks through Vitest, no two at once in one process, and resolves when the last has ended. */
export async function runChecks({ context, entries, recorder, bail, signal }: RunChecksOptions): Promise<void> {
  if (entries.length === 0 || signal.aborted) return
  const project = (name: string, alone: boolean) => {
    // Of a server that all checks share, each asks alone, or it would be measured under the load of another.
    const oneAtATime = alone || context.subject.kind === 'target'
    return {
      test: {
        name,
        root: context.checksFolder,
        include: entries.filter((entry) => (entry.suite === measuringSuite) === alone).map((entry) => entry.file),
        exclude: [],
        pool: 'forks' as const,
        // A process and its modules serve one check after the other, which takes an eighth less of the processor's time. What is
        // done one at a time would be handed to one process as a whole, and be lost with it.
        isolate: oneAtATime,
        // Node reads the checks' modules by itself, which takes a tenth less of the processor's time than Vite's way.
        experimental: { viteModuleRunner: false },
        maxWorkers: oneAtATime ? 1 : Math.max(2, availableParallelism()),
        sequence: { groupOrder: alone ? 1 : 0 },
        provide: { run: context },
        hookTimeout: 30_000,
        retry: 0,
      },
    }
  }
  const dropForeignListeners = rememberSignalListeners()
  const vitest = await createVitest({
    root: context.checksFolder,
    config: false,
    watch: false,
    cache: false,
    fsModuleCache: false,
    reporters: [recorder],
    bail: bail ? 1 : 0,
    teardownTimeout: 15_000,
    sequence: { sequencer: longestFirst(entries) },
    projects: [project('shared', false), project('alone', true)].filter(({ test }) => test.include.length > 0),
  })
  dropForeignListeners()
  using _ = watchForHangs(recorder, context.outputFolder, graceMs)
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', async () => {
      await within(graceMs, vitest.cancelCurrentRun('keyboard-input'))
      resolve()
    })
  })
  try {
    await Promise.race([vitest.start(), aborted])
  } finally {
    await within(graceMs, vitest.close())
    // Vitest speaks through the exit code; the gate's own verdict decides.
    process.exitCode = undefined
  }
}

/** Vitest ends the process on a signal; the gate must first write its report. Returns how to drop listeners added since. */
function rememberSignalListeners(): () => void {
  const names = ['SIGINT', 'SIGTERM'] as const
  const before = names.map((name) => process.listeners(name))
  return () => {
    for (const [index, name] of names.entries()) {
      for (const listener of process.listeners(name)) if (!before[index]?.includes(listener)) process.off(name, listener)
    }
  }
}

/** Starts the checks that may take longest first, so that nobody waits for a long one that began last. */
function longestFirst(entries: readonly CatalogueEntry[]): TestSequencerConstructor {
  const timeouts = new Map(entries.map(({ file, timeoutMs }) => [file, timeoutMs]))
  return class extends BaseSequencer {
    override async sort(files: Parameters<BaseSequencer['sort']>[0]) {
      const timeoutOf = ({ moduleId }: (typeof files)[number]) => timeouts.get(moduleId) ?? 0
      return (await super.sort(files)).toSorted((one, other) => timeoutOf(other) - timeoutOf(one))
    }
  }
}

/** Waits for a promise, but no longer than this. */
async function within(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  const { promise: timeout, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  await Promise.race([promise, timeout]).finally(() => clearTimeout(timer))
}

import { type Control, toControl } from '../network/cut/require-caught.ts'
import { prepareLeakSurroundings } from './leak-surroundings.ts'
import { type Detector, type Leak, leaksFor } from './leaks.ts'
import { type LeakRun, runLeak } from './run-leak.ts'

/** How a detector takes a leak on, and how it knows it. */
export type Trap = Omit<LeakRun, 'environment'> & {
  environment?: Readonly<Record<string, string>>
  /** What the detector noticed, once the leak has run; `outcome` is what the leak said itself. */
  judge(outcome: string): { caught: boolean; by: unknown }
}

/** Lets loose every leak that a detector has to catch, one after the other, each into a trap of its own. */
export async function tryLeaks(detector: Detector, folder: string, setTrap: (leak: Leak) => Trap): Promise<Control[]> {
  await using surroundings = await prepareLeakSurroundings(folder)
  const controls: Control[] = []
  for (const leak of leaksFor(detector)) {
    const { judge, environment, ...run } = setTrap(leak)
    const outcome = await runLeak(leak, { ...run, environment: { ...surroundings.environment, ...environment } })
    const { caught, by } = judge(outcome)
    controls.push(toControl(detector, leak, caught, by))
  }
  return controls
}

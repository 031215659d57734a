import type { SeenError } from '../error-case.ts'
import { commandsIn } from '../read-steps.ts'
import { newToken } from './hub-answers.ts'
import { endedWell, type HubVisit } from './hub-visit.ts'

/** What a reader does about an error; whether all is well after it. */
export type Remedy = (visit: HubVisit, seen: SeenError) => Promise<boolean>

/** The reader runs the command of the steps, with a token of their own. */
export const runSteps: Remedy = async ({ run }, seen) => {
  const lines = commandsIn(seen)
  const ends = []
  for (const line of lines) ends.push(await run(line.replace('<token>', newToken)))
  return lines.length > 0 && ends.every(endedWell)
}

/** Time, or somebody else, mends the hub; the reader runs the command of the steps. */
export const runStepsOnMended: Remedy = async (visit, seen) => {
  visit.mendHub()
  return runSteps(visit, seen)
}

/** Time, or somebody else, mends the hub; the reader pulls again. */
export const pullAgain: Remedy = async ({ mendHub, pull }) => {
  mendHub()
  return endedWell(await pull())
}

/** The reader names what they want as the steps show it. */
export const pullInstead =
  (source: string): Remedy =>
  async ({ run }) =>
    endedWell(await run(`honestai pull ${source}`))

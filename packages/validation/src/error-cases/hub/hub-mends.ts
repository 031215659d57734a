import type { SeenError } from '../error-case.ts'
import { commandsIn } from '../read-steps.ts'
import { newToken } from './hub-answers.ts'
import { endedWell, type HubVisit } from './hub-visit.ts'

/** What a reader does about an error; whether all is well after it. */
export type Mend = (visit: HubVisit, seen: SeenError) => Promise<boolean>

/** The reader runs the command of the steps, with a token of their own. */
export const runSteps: Mend = async ({ run }, seen) => {
  const lines = commandsIn(seen)
  const ends = []
  for (const line of lines) ends.push(await run(line.replace('<token>', newToken)))
  return lines.length > 0 && ends.every(endedWell)
}

/** Time, or somebody else, mends the hub; the reader runs the command of the steps. */
export const runStepsOnMended: Mend = async (visit, seen) => {
  visit.mendHub()
  return runSteps(visit, seen)
}

/** Time, or somebody else, mends the hub; the reader pulls again. */
export const pullAgain: Mend = async ({ mendHub, pull }) => {
  mendHub()
  return endedWell(await pull())
}

/** The reader names what they want as the steps show it. */
export const pullInstead =
  (source: string): Mend =>
  async ({ run }) =>
    endedWell(await run(`honestai pull ${source}`))

import { AssertionError } from 'node:assert'

/** Something asked of a server, with the command that asks it again. */
export type Reproducible = { curl: string }

/** One thing that a server did wrong. */
export type Finding = { item: string; problem: string; reproduce: readonly string[] }

/** Collects what a server did wrong, item by item, so that one fault hides no other. */
export type Findings = {
  add(item: string, problem: string, ...asked: readonly Reproducible[]): void
  /** Fails with every finding, if there is one. */
  mustBeNone(): void
}

/** How many commands a report shows; all of them are in the evidence. */
const shownCommands = 4

export function createFindings(leave: (findings: readonly Finding[], shown: string[]) => void): Findings {
  const findings: Finding[] = []
  return {
    add: (item, problem, ...asked) => findings.push({ item, problem, reproduce: asked.map(({ curl }) => curl) }),
    mustBeNone() {
      const commands = [...new Set(findings.flatMap(({ reproduce }) => reproduce))]
      leave(findings, commands.slice(0, shownCommands))
      if (findings.length === 0) return
      const lines = findings.map(({ item, problem }) => `${item}: ${problem}`)
      throw new AssertionError({ message: lines.join('\n') })
    },
  }
}

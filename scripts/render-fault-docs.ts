import { knownFaults } from '@honestai/validation/known-faults'

/** The page of known faults: what each would do to a user, and which check notices. */
export function renderFaultDocs(): string {
  const suites = Map.groupBy(knownFaults, ({ check }) => check.split('/')[0] ?? '')
  const sections = [...suites]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([suite, faults]) => {
      const rows = faults.map(
        ({ check, fault }) => `| ${fault.replaceAll('|', '\\|').replaceAll('<', '&lt;')} | \`${check.split('/')[1]}\` |`,
      )
      return [`## ${suite}`, '', '| fault | caught by |', '| --- | --- |', ...rows].join('\n')
    })
  return [head(knownFaults.length), ...sections].join('\n\n')
}

const head = (count: number) => `---
title: Known faults
group: Guides
---

# Known faults

A gate that never fails proves nothing. Each check has at least one known fault: a small change to the program that breaks just what the check
watches. \`pnpm validate --self-test\` plants the ${count} of them, one at a time, in a copy of the repository, and demands that the gate there fails by that
check, with a reason, its rows broken and exit code 1; and that the check passes without the fault. Every run of the gate plants two that the commit chooses, a full
run all of them. Nothing of it is in a package: the changes are made to the copy.

Most faults show at each request. Two of them show by chance, and \`many-at-once-equal-one-at-a-time\` compares enough answers to notice them: of 480 answers,
one in a hundred given to somebody else is noticed with a probability of 0.992; one in fifty drawn by chance, in the 360 of them that go on behind their end, where 415
of 420 answers drawn by chance differed, with one of 0.999.`

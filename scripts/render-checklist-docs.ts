import type { CatalogueEntry } from '@honestai/validation/catalogue'
import { checklist } from '@honestai/validation/checklist'

/** The page of the retrospective: every row of the checklist, what counts as showing it, and the checks that show it. */
export const renderChecklistDocs = (catalogue: readonly CatalogueEntry[]): string =>
  [head, ...checklist.map((row) => renderRow(row, catalogue))].join('\n\n')

const head = `---
title: Retrospective
group: Reference
---

# Retrospective: what was left unproven

<!-- Written by scripts/write-checklist-docs.ts from packages/validation/src/base/checklist.ts. Do not edit: run \`node scripts/write-checklist-docs.ts\`. -->

The hosted-inference path was taken out of the system in one week. What remained was a system that should work locally and had not been
shown to: no integration test, no error test, no measurement, and a list of gaps. This page is that list, one row a promise, in our words.
Rows with the origin *ours* were added since. Rows are added as the system grows and never dropped.

Each row says what must be shown, what counts as proof, and which [checks](checks.md) try it. A row is **broken** when a check of it failed,
**proven** when the checks that settle it passed and none was skipped (of a row with two methods, those of one), and otherwise **unproven**. Whether it *is* proven stands in the report
of the last run of \`pnpm validate\`. A site that is built beside such a report tells it here, at each row.
\`packages/validation/unproven.json\` lists the rows that may be unproven in this repository today, each with its reason; CI fails when
another row is, and when one of these no longer is. *From* names the place in that week's notes.`

function renderRow({ id, claim, proof, from }: (typeof checklist)[number], catalogue: readonly CatalogueEntry[]): string {
  const settling = catalogue.filter(({ proves }) => proves.includes(id))
  const supporting = catalogue.filter(({ supports }) => supports.includes(id))
  return [
    `<a id="${id}"></a>`,
    `## ${id}`,
    `${claim.charAt(0).toUpperCase()}${claim.slice(1)}.`,
    `*Proof:* ${proof}`,
    `*Settled by:* ${settling.length > 0 ? settling.map(renderCheck).join(', ') : 'no check yet'}.`,
    ...(supporting.length > 0 ? [`*Supported by:* ${supporting.map(renderCheck).join(', ')}.`] : []),
    `*From:* ${from}.`,
  ].join('\n\n')
}

const renderCheck = ({ suite, name, method }: CatalogueEntry) =>
  `[${suite}/${name}](checks.md#${name})${method === null ? '' : ` (the method *${method}*)`}`

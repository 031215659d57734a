import type { CatalogueEntry } from '@honestai/validation/catalogue'

/** The page of checks: what each promises, and which rows of the checklist it settles or supports. */
export function renderCheckDocs(catalogue: readonly CatalogueEntry[]): string {
  const suites = Map.groupBy(catalogue, ({ suite }) => suite)
  return [
    head(catalogue.length, catalogue.filter(({ profile }) => profile === 'quick').length),
    ...[...suites].map(([suite, checks]) => [`## ${suite}`, ...checks.map(renderCheck)].join('\n\n')),
  ].join('\n\n')
}

const head = (count: number, quick: number) => `---
title: Checks
group: Reference
---

# Checks

<!-- Written by scripts/write-check-docs.ts from what the checks say of themselves. Do not edit: run \`node scripts/write-check-docs.ts\`. -->

The ${count} checks of the gate, by suite: the promise that each tries, as a user would put it, and the rows of
[the checklist](retrospective.md) that hang on it. One that *settles* a row has to pass for the row to be proven; one that *supports* it breaks
the row when it fails. Where a row has several methods, those of one method suffice. \`pnpm validate\` runs the ${quick} of the quick profile, \`--full\`, the
profile for releases, all of them. \`pnpm validate --check <name>\` runs one alone, \`--suite <name>\` a suite. How a failure is read stands in
[reading a report](guides/reading-a-report.md), and what makes each check fail in [known faults](guides/known-faults.md).`

function renderCheck({ suite, name, promise, proves, supports, method, profile }: CatalogueEntry): string {
  const rows = [
    ...(proves.length > 0 ? [`Settles ${proves.map(renderRow).join(', ')}${method === null ? '' : `, by the method *${method}*`}.`] : []),
    ...(supports.length > 0 ? [`Supports ${supports.map(renderRow).join(', ')}.`] : []),
    ...(profile === 'full' ? [suite === 'any-server' ? 'Only with `--full`, or of a `--target`.' : 'Only with `--full`.'] : []),
  ]
  return [`### ${name}`, `${promise.replaceAll('<', '&lt;')}.`, rows.join(' ')].join('\n\n')
}

const renderRow = (row: string) => `[${row}](retrospective.md#${row})`

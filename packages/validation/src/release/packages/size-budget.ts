/** The most bytes that each published package may weigh as it is downloaded: about a third above what it weighs, so that only a leap is told. */
const budgetBytes: Readonly<Record<string, number>> = {
  '@honestai/canary': 3_500_000,
  '@honestai/core': 320_000,
  '@honestai/server': 170_000,
}

/** A package and what its archive weighs. */
type Weighed = { name: string; bytes: number }

/** What is wrong with the weight of packed packages; nothing where each keeps to its budget. */
export function overBudget(packed: readonly Weighed[]): string[] {
  const mend = 'packages/validation/src/release/packages/size-budget.ts'
  return packed.flatMap(({ name, bytes }) => {
    const budget = budgetBytes[name]
    if (budget === undefined) return [`${name} is published and has no budget: give it one in ${mend}.`]
    if (bytes <= budget) return []
    return [
      `${name} weighs ${bytes} bytes packed, ${bytes - budget} more than its budget of ${budget}. Look at its largest files (\`tar tzvf\`) for what ` +
        `should not be in it. Where the growth is wanted, raise the budget in ${mend} and say why in the changeset.`,
    ]
  })
}

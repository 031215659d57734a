/** A place where the labels part ways: after `path`, with the labels behind each next token. `null` is the end of a label. */
export type LabelBranch = { path: readonly number[]; ways: ReadonlyMap<number | null, readonly number[]> }

/** Every place where labels, given as tokens, part ways, parents before children. Labels are told by their index. */
export function labelBranches(labels: readonly (readonly number[])[]): LabelBranch[] {
  const branchesAfter = (path: readonly number[], indexes: readonly number[]): LabelBranch[] => {
    const ways = new Map<number | null, number[]>()
    for (const index of indexes) {
      const next = labels[index]?.[path.length] ?? null
      ways.set(next, [...(ways.get(next) ?? []), index])
    }
    const below = [...ways].flatMap(([token, behind]) =>
      token === null || behind.length === 1 ? [] : branchesAfter([...path, token], behind),
    )
    return ways.size > 1 ? [{ path, ways }, ...below] : below
  }
  return branchesAfter([], [...labels.keys()])
}

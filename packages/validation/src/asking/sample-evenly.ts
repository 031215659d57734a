/** At most `count` items, taken in turn from each group, so that no group is left out. */
export function sampleEvenly<Item>(items: readonly Item[], groupOf: (item: Item) => string, count: number): Item[] {
  const groups = [...Map.groupBy(items, groupOf).values()]
  const longest = Math.max(0, ...groups.map((group) => group.length))
  const inTurn = Array.from({ length: longest }, (_, index) => groups.flatMap((group) => group.slice(index, index + 1))).flat()
  return inTurn.slice(0, count)
}

/** Measures several sides in turn, in every other round in reverse order, so that whatever else the machine does falls on all alike. */
export async function interleave<Side extends string, Sample>(
  rounds: number,
  sides: Record<Side, (round: number) => Promise<Sample>>,
): Promise<Record<Side, Sample[]>> {
  const names = Object.keys(sides) as Side[]
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Side, Sample[]>
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 ? names.toReversed() : names) samples[name].push(await sides[name](round))
  }
  return samples
}

/** The first `dimensions` values of a vector, all by default, scaled to unit length. A vector of zeros stays as it is. */
export function toUnitLength(vector: ArrayLike<number>, dimensions = vector.length): number[] {
  const kept = Array.from(vector).slice(0, dimensions)
  const length = Math.hypot(...kept)
  return length === 0 ? kept : kept.map((value) => value / length)
}

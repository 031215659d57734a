/** The dot product of two vectors; for unit vectors, how alike they are. */
export function dotProduct(a: readonly number[] = [], b: readonly number[] = []): number {
  if (a.length !== b.length) return Number.NaN
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? Number.NaN), 0)
}

/** Milliseconds since a time of `performance.now()`, to the microsecond: what clocks tell beyond that is noise. */
export const elapsedMs = (sinceMs: number): number => Math.round((performance.now() - sinceMs) * 1000) / 1000

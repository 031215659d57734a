/**
 * What the guide on tokens promises of the estimate from characters, as a share of the true count in a vocabulary of today: the mean of
 * each script and kind, and any single text.
 */
export const estimateBounds = { mean: { low: 0.4, high: 3 }, single: { low: 0.2, high: 5 } } as const

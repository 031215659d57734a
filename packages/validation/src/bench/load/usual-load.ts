/** The load that is put on a server unless another is asked for. */
export const usualLoad = {
  slots: 8,
  requests: 48,
  shape: { promptWords: 40, answerTokens: 32, sharedWords: 0 },
  objectives: { firstTokenMs: 200, perOutputTokenMs: 50 },
  /** Arrivals by chance, as shares of what clients got. None near 1, where a queue grows or does not by chance alone. */
  rateShares: [0.5, 0.7, 0.85, 1.15, 1.4],
  /** Beside another server. */
  comparison: { clients: [1, 8], rounds: 60, threshold: 0.05 },
}

/** The load that is put on a server unless another is asked for. */
export const usualLoad = {
  slots: 8,
  requests: 48,
  shape: { promptWords: 40, answerTokens: 32, sharedWords: 0 },
  objectives: { firstTokenMs: 200, perOutputTokenMs: 50 },
  /** Arrivals by chance, as shares of the most that clients got. None from 0.6 to 1.15: there a queue grows or does not by chance alone. */
  rateShares: [0.25, 0.4, 0.55, 1.2, 1.5],
  /** Beside another server. */
  comparison: { clients: [1, 8], rounds: 60, threshold: 0.05 },
}

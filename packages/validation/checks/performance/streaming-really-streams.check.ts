import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'

check(
  {
    supports: 'inference-performance',
    promise: 'A stream brings its first words long before its end, and its words one after another, not in one lump',
    timeoutMs: 60_000,
  },
  async ({ server, evidence, measure }) => {
    await server.chat('Say hi.', { max_tokens: 1 })
    const streams = []
    for (let round = 0; round < 9; round++) {
      const { textAtMs, durationMs, usage } = await server.stream('Count to 30.', { max_tokens: 128 })
      streams.push({
        firstShare: (textAtMs[0] ?? durationMs) / durationMs,
        pieces: textAtMs.length,
        tokens: usage.completion_tokens,
        textAtMs,
      })
    }
    // The best round: a busy machine may hand a reader everything at once, but a server that buffers never does better.
    const bestFirstShare = Math.min(...streams.map((stream) => stream.firstShare))
    evidence.json('streams', { bestFirstShare, streams })
    measure(
      'first text, share of the whole time',
      '',
      streams.map((stream) => stream.firstShare),
    )
    for (const { pieces, tokens } of streams) expect(pieces).toBeGreaterThan(tokens / 4)
    expect(bestFirstShare).toBeLessThan(0.5)
  },
)

import { expect } from 'vitest'
import { compareSpeeds } from '../../src/bench/compare-speeds.ts'
import { summarise } from '../../src/bench/statistics/summarise.ts'
import { check } from '../../src/checks/check.ts'

check(
  {
    proves: 'inference-performance',
    promise: 'Over HTTP the same weights are nearly as fast as the engine called directly, measured in turn in the same run',
    timeoutMs: 90_000,
  },
  async ({ engine, server, weights, evidence, measure }) => {
    const { direct, http } = await compareSpeeds({ engine, server, model: weights.id, rounds: 20, maxTokens: 64, deadlineMs: 30_000 })
    const ratios = http.map(({ tokensPerSecond }, round) => tokensPerSecond / (direct[round]?.tokensPerSecond ?? Number.NaN))
    const ratio = summarise(ratios)
    evidence.json('timings', { direct, http, ratio })
    measure(
      'direct',
      'tokens/s',
      direct.map(({ tokensPerSecond }) => tokensPerSecond),
    )
    measure(
      'over HTTP',
      'tokens/s',
      http.map(({ tokensPerSecond }) => tokensPerSecond),
    )
    measure('over HTTP, share of direct', '', ratios)
    measure(
      'time to first text over HTTP',
      'ms',
      http.map(({ firstTextMs }) => firstTextMs),
    )

    expect(ratios.length).toBeGreaterThanOrEqual(3)
    // A floor that only a real fault falls through, such as an answer buffered whole or a delay for each token.
    expect(ratio.median, 'median share of the direct speed').toBeGreaterThan(0.4)
  },
)

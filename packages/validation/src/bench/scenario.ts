import type { ModelConfig } from '@honestai/core'
import type { Figure, MissingFigure } from './statistics/figure.ts'

/** What a scenario is measured on. */
export type ScenarioSubject = {
  config: ModelConfig
  rounds: number
  /** Tells what goes on. */
  show: (text: string) => void
}

/** Weights that a scenario is meant for: where speed counts, where only overhead counts. */
export type BenchWeights = 'qwen2.5-0.5b' | 'canary'

/** One thing that is measured. */
export type Scenario = {
  id: string
  /** What it measures, in one sentence. */
  about: string
  weights: readonly BenchWeights[]
  /** Rounds unless somebody asks for another number. */
  rounds: number
  measure(subject: ScenarioSubject): AsyncIterable<Figure | MissingFigure>
}

import { canaryConfig, loadConfig, type ModelConfig } from '@honestai/core'
import type { Scenario } from './scenario.ts'
import type { Status } from './show-status.ts'
import { type Figure, judgeFigure, type MissingFigure, type Verdict } from './statistics/figure.ts'
import { generateWeights } from './weights/generate-weights.ts'
import { type ShapeName, shapeNames } from './weights/shapes.ts'

/** A figure with its verdict. */
export type JudgedFigure = (Figure | MissingFigure) & { scenario: string; verdict: Verdict | 'information' }

export type RunOptions = {
  scenarios: readonly Scenario[]
  /** `canary`, a shape, or the path of a GGUF file; by default what each scenario is meant for. */
  model?: string | undefined
  rounds?: number | undefined
  status: Status
}

/** Measures scenarios one after the other, each on its weights. What breaks a scenario becomes a figure that could not be measured. */
export async function* runScenarios({ scenarios, model, rounds, status }: RunOptions): AsyncGenerator<JudgedFigure> {
  for (const scenario of scenarios) {
    for (const weights of model === undefined ? scenario.weights : [model]) {
      const subject = { config: await resolveWeights(weights, status), rounds: rounds ?? scenario.rounds, show: status.show }
      for await (const figure of attempt(scenario, subject)) yield { ...figure, scenario: scenario.id, verdict: judgeFigure(figure) }
    }
  }
}

async function* attempt(scenario: Scenario, subject: Parameters<Scenario['measure']>[0]): AsyncGenerator<Figure | MissingFigure> {
  try {
    yield* scenario.measure(subject)
  } catch (error) {
    yield { name: scenario.about, model: subject.config.id, missing: (error as Error).message }
  }
}

/** The config of weights named by a shape, by `canary`, or by their path; generated where they are of a shape. */
export async function resolveWeights(name: string, { show }: Status): Promise<ModelConfig> {
  const { models } =
    name === 'canary'
      ? canaryConfig()
      : await loadConfig({
          model: isShape(name) ? await generateWeights(name, (share) => show(`writing ${name}, ${Math.round(share * 100)} %`)) : name,
        })
  return isShape(name) ? { ...(models[0] as ModelConfig), id: name } : (models[0] as ModelConfig)
}

const isShape = (name: string): name is ShapeName => shapeNames.some((shape) => shape === name)

/** 0: every target reached. 1: one was missed. 2: one could not be measured, or not well enough to tell. */
export function exitCodeOf(figures: readonly JudgedFigure[]): 0 | 1 | 2 {
  const verdicts = new Set(figures.map(({ verdict }) => verdict))
  if (verdicts.has('missed')) return 1
  return verdicts.has('undecided') || verdicts.has('not-measured') || figures.length === 0 ? 2 : 0
}

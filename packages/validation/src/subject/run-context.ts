import type { Ability, Config, ModelConfig } from '@honestai/core'
import type { Result } from '../base/result.ts'
import type { TargetProfile } from './target/profile/target-profile.ts'

/** One model of the subject as the runner found it. */
export type SubjectModel = {
  id: string
  /** Absolute; of split weights the first file. The source itself when it was not pulled. */
  path: string
  bytes: number | null
  sha256: string | null
  abilities: readonly Ability[]
  contextSize: number
  /** Why it cannot be used; null when it can. */
  problem: string | null
}

/** A server that is gated through its address alone. */
export type TargetSubject = Result['subject']['target'] & {
  profile: TargetProfile
  /** Starts another one like it; null where only an address was given. */
  command: string | null
}

/** What is gated. */
export type Subject = {
  /**
   * `canary`: the embedded weights, whose right answers are known. `config`: the user's own models. `target`: a running server, whoever
   * wrote it.
   */
  kind: 'canary' | 'config' | 'target'
  target: TargetSubject | null
  /** Of a target the defaults, which say nothing of it. */
  config: Config
  models: readonly SubjectModel[]
}

/** What the runner tells every check, through Vitest's provide and inject. */
export type RunContext = {
  runId: string
  profile: 'quick' | 'full'
  /** How long a mixed load goes on. */
  soakMs: number
  /** Absolute folder of the report. */
  outputFolder: string
  /** Absolute folder for whatever a check needs on disk; removed when the run ends, however its checks ended. */
  temporaryFolder: string
  /** Absolute folder that holds the suites. */
  checksFolder: string
  subject: Subject
}

declare module 'vitest' {
  interface ProvidedContext {
    run: RunContext
  }
}

/** How the subject's config describes a model of it. */
export function modelConfigOf({ config }: Subject, weights: SubjectModel): ModelConfig {
  const found = config.models.find(({ id }) => id === weights.id)
  if (!found) throw new Error(`The config has no model ${weights.id}.`)
  return found
}

/** The subject's first model with this ability. */
export const modelThatCan = ({ models }: Subject, ability: Ability): SubjectModel | undefined =>
  models.find(({ abilities }) => abilities.includes(ability))

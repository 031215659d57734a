import type { Result } from '../../result.ts'
import type { LoadPoint, Objectives } from './measure-point.ts'
import type { ChatShape } from './plan-chats.ts'

/** What a sweep of loads found. */
export type LoadReport = {
  schemaVersion: 1
  at: string
  environment: Result['environment']
  /** What was measured: a server of this repository on some weights, or one that runs elsewhere. */
  target: { model: string; sha256: string | readonly string[] | null; slots: number | null }
  shape: ChatShape
  objectives: Objectives
  points: LoadPoint[]
  /** The highest rate of arrivals it kept up with; null where none was tried or none was kept up with. */
  kneeRequestsPerSecond: number | null
}

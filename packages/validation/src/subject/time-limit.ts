import type { Subject } from './run-context.ts'

/** For a check that names no limit. */
export const defaultTimeoutMs = 30_000

/** Nobody knows how fast a target is. Its single answers have deadlines, which a profile sets, so a check that asks for several has time for them. */
const targetFactor = 4

/** Milliseconds after which a check is given up as hanging. */
export const timeLimitMs = (
  { timeoutMs, soaks }: { timeoutMs: number; soaks: boolean },
  { kind, soakMs }: { kind: Subject['kind']; soakMs: number },
): number => timeoutMs * (kind === 'target' ? targetFactor : 1) + (soaks ? soakMs : 0)

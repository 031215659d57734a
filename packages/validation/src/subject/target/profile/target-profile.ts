import { z } from 'zod'
import type { CheckResult, Waiver } from '../../../base/result.ts'
import { waiver } from '../../../base/result.ts'

/** What a server may offer or not, as far as the gate can ask for it. */
export const capabilityName = z.enum([
  'models',
  'chat',
  'streaming',
  'usage in streams',
  'completions',
  'embeddings',
  'responses',
  'messages',
  'tools',
  'structured output',
  'tokenize',
  'health',
  'metrics',
])
export type CapabilityName = z.infer<typeof capabilityName>

/** What is known of a server before it is tried: its quirks, what it must offer, and how fast it must be. */
export const targetProfile = z.strictObject({
  /** As reports name it. */
  name: z.string().min(1),
  /** Model that is asked; by default the first that the server lists. */
  model: z.string().min(1).optional(),
  /** Model that embeds; by default the same. */
  embeddingModel: z.string().min(1).optional(),
  /** What one request may hold. Without it prompts grow until the server refuses. */
  contextSize: z.int().positive().optional(),
  /** A check about one of these fails where it is not offered. */
  expects: z.array(capabilityName).default([]),
  thresholds: z
    .strictObject({
      /** A short answer must be there by then. */
      answerMs: z.int().positive().default(30_000),
      /** A probe of health must be answered by then, whatever else goes on. */
      probeMs: z.int().positive().default(1_000),
      /** From the start of the process until it is ready. */
      startMs: z.int().positive().default(120_000),
    })
    .prefault({}),
  waivers: z.array(waiver).default([]),
})
export type TargetProfile = z.infer<typeof targetProfile>

/** Turns failures that a profile expects into waived ones, until their waivers expire. `today` is a date such as 2026-11-26. */
export function applyWaivers(checks: readonly CheckResult[], waivers: readonly Waiver[], today: string): CheckResult[] {
  return checks.map((check) => {
    const waiver = check.status === 'fail' ? waivers.find(({ check: id }) => id === check.id) : undefined
    if (!waiver) return check
    if (waiver.expires >= today) return { ...check, status: 'waived', waiver }
    return { ...check, reason: `${check.reason} (its waiver expired on ${waiver.expires})` }
  })
}

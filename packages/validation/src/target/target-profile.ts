import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { waiver } from '../result.ts'
import { capabilityName } from './capability-name.ts'

/** What is known of a server before it is tried: its quirks, what it must offer, and how fast it must be. */
export const targetProfile = z.strictObject({
  /** As reports name it. */
  name: z.string().min(1),
  /** Model that is asked; by default the first that the server lists. */
  model: z.string().min(1).optional(),
  /** Model that embeds; by default the same. */
  embeddingModel: z.string().min(1).optional(),
  /** What one request may hold. Without it prompts grow until the server refuses. */
  contextTokens: z.int().positive().optional(),
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

const shippedFolder = join(import.meta.dirname, '../../targets')

/** A profile that cannot be used. */
export class UnfitProfile extends Error {
  override readonly name = 'UnfitProfile'
}

/** Reads a profile: a YAML file, or the name of one that comes with the gate. Says every fault at once. */
export function readTargetProfile(nameOrFile: string): TargetProfile {
  const file = [nameOrFile, join(shippedFolder, `${nameOrFile}.yaml`)].find((path) => existsSync(path))
  if (file === undefined) throw new UnfitProfile(`There is no profile "${nameOrFile}": neither a file nor one that comes with the gate.`)
  const { data, error } = targetProfile.safeParse(parse(readFileSync(file, 'utf8')))
  if (!data) throw new UnfitProfile(`The profile ${nameOrFile} cannot be used.\n${z.prettifyError(error)}`)
  return data
}

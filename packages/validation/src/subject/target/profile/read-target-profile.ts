import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { type TargetProfile, targetProfile } from './target-profile.ts'

const shippedFolder = join(import.meta.dirname, '../../../../targets')

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

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Result } from '../../base/result.ts'
import { createAttestation } from './create-attestation.ts'
import { renderAttestation } from './render-attestation.ts'

/** Writes the statement about a run beside its report, for machines and for people. Returns the names of the files. */
export function writeAttestation(root: string, outputFolder: string, result: Result): string[] {
  const attestation = createAttestation(result, {
    lockfile: readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8'),
    readEvidence: (file) => readFileSync(join(outputFolder, file), 'utf8'),
  })
  const contents = {
    'egress-attestation.json': `${JSON.stringify(attestation, null, 2)}\n`,
    'egress-attestation.md': renderAttestation(attestation),
  }
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(outputFolder, name), content)
  return Object.keys(contents)
}

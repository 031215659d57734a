import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { redact } from '../base/redact.ts'
import type { EvidenceFile } from '../base/result.ts'

/** Where a check leaves what it saw. */
export type Evidence = {
  json(name: string, data: unknown): void
  text(name: string, text: string): void
}

/** Evidence of one check: files in the report's folder, redacted and hashed, each announced through `onFile`. */
export function createEvidence(outputFolder: string, checkId: string, onFile: (file: EvidenceFile) => void): Evidence {
  const folder = `evidence/${checkId}`
  const names = new Set<string>()

  const write = (name: string, extension: string, content: string) => {
    if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`Evidence is named in lower case with dashes, not "${name}".`)
    if (names.has(name)) throw new Error(`The evidence "${name}" exists already.`)
    names.add(name)
    const file = `${folder}/${name}.${extension}`
    const clean = redact(content)
    mkdirSync(join(outputFolder, folder), { recursive: true })
    writeFileSync(join(outputFolder, file), clean)
    onFile({ name, file, sha256: createHash('sha256').update(clean).digest('hex') })
  }

  return {
    json: (name, data) => write(name, 'json', `${JSON.stringify(data, null, 2)}\n`),
    text: (name, text) => write(name, 'txt', text.endsWith('\n') ? text : `${text}\n`),
  }
}

import { join } from 'node:path'
import { listLicences } from '@honestai/validation/licences'
import { writeOrCheck } from './write-or-check.ts'

const head = `---
title: Licences
group: Reference
---

# Licences

HonestAI Local is under the [Apache License 2.0](https://www.apache.org/licenses/LICENSE-2.0). Whoever installs its packages gets these beside them,
under licences of their own. Packages for one system alone, such as the engine's binaries, are left out: they have the licence of the package they
belong to. The weights that are embedded were trained for this project, on texts that are made by its own scripts.

| package | version | licence |
| --- | --- | --- |
`

const packages = await listLicences(join(import.meta.dirname, '..'))
const rows = packages.map(({ name, versions, licence, homepage }) => {
  const title = homepage?.startsWith('http') ? `[${name}](${homepage})` : name
  return `| ${title} | ${versions.join(', ')} | ${licence} |\n`
})
writeOrCheck('docs/licences.md', head + rows.join(''), 'what is installed')

import { configJsonSchema } from '@honestai/core'
import { renderConfigDocs } from './render-config-docs.ts'
import { writeOrCheck } from './write-or-check.ts'

writeOrCheck('docs/config.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`, 'the schema of the config')
writeOrCheck('docs/configuration.md', renderConfigDocs(), 'the schema of the config')

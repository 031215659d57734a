import { reportSchemas } from '@honestai/validation/report-schemas'
import { writeOrCheck } from './write-or-check.ts'

for (const [file, schema] of Object.entries(reportSchemas)) {
  writeOrCheck(`docs/schemas/${file.replace('.json', '.schema.json')}`, `${JSON.stringify(schema, null, 2)}\n`, 'the schema of the report')
}

import { z } from 'zod'
import { check } from '../../src/checks/check.ts'

const schemas = {
  person: z.strictObject({ name: z.string(), age: z.int() }),
  mood: z.strictObject({ mood: z.enum(['glad', 'sad', 'calm']) }),
  list: z.strictObject({ items: z.array(z.boolean()).length(2) }),
  nested: z.strictObject({ place: z.strictObject({ city: z.string(), open: z.boolean() }) }),
}

check(
  {
    supports: 'integration-tests',
    promise: 'An answer that was asked for by a schema fits the schema, whole and streamed',
    timeoutMs: 120_000,
  },
  async ({ target }) => {
    await target.require('structured output')
    const findings = target.findings()
    for (const [name, schema] of Object.entries(schemas)) {
      const response_format = { type: 'json_schema', json_schema: { name, strict: true, schema: z.toJSONSchema(schema) } }
      const fields = { response_format, max_tokens: 300 }
      const question = `Make up a ${name} as JSON.`
      const [whole, streamed] = [await target.chat(question, fields), await target.stream(question, fields)]
      for (const { item, text, reason, asked } of [
        { item: name, text: whole.text, reason: whole.finishReason, asked: whole },
        { item: `${name} (streamed)`, text: streamed.text, reason: streamed.finishReasons[0], asked: streamed },
      ]) {
        // What reached its limit was cut, and says so.
        if (reason !== 'length' && !fits(schema, text)) findings.add(item, `${JSON.stringify(text.slice(0, 200))} does not fit`, asked)
      }
    }
    findings.mustBeNone()
  },
)

function fits(schema: z.ZodType, text: string): boolean {
  try {
    return schema.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}

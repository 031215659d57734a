import type { TasksConfig } from '../../config/schema/task-config.ts'
import { routerError } from '../../errors.ts'
import { SchemaFault } from '../../grammar/grammar-fault.ts'
import { RuleBook } from '../../grammar/rule-book.ts'
import { jsonSchemaToGrammar } from '../../grammar/schema/json-schema-to-grammar.ts'

/** Throws `config_invalid` for an output schema that answers cannot be held to, before a request meets it. */
export function checkOutputSchema({ general_reasoning: { outputSchema } }: TasksConfig): void {
  if (outputSchema === undefined) return
  try {
    jsonSchemaToGrammar(outputSchema, new RuleBook())
  } catch (error) {
    if (!(error instanceof SchemaFault)) throw error
    const fault = { path: 'tasks.general_reasoning.outputSchema', problem: `at ${error.pointer}: ${error.message}` }
    throw routerError('config_invalid', { file: 'The config', faults: [fault] })
  }
}

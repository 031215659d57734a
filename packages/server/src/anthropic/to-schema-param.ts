/** How Anthropic names the place of a JSON schema that chat completions name so. */
export const toSchemaParam = (param: string): string =>
  param === 'response_format' ? 'output_config.format.schema' : param.replace('.function.parameters', '.input_schema')

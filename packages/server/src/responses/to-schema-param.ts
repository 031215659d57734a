/** How the Responses API names the place of a JSON schema that chat completions name so. */
export const toSchemaParam = (param: string): string =>
  param === 'response_format' ? 'text.format.schema' : param.replace('.function.parameters', '.parameters')

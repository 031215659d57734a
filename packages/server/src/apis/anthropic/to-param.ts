const names: Readonly<Record<string, string>> = {
  input: 'messages',
  response_format: 'output_config.format.schema',
  maxTokens: 'max_tokens',
  reasoning: 'thinking',
}

/** How Anthropic names what core names so. */
export const toParam = (param: string): string => names[param] ?? param.replace('.function.parameters', '.input_schema')

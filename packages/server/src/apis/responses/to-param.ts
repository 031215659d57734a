const names: Readonly<Record<string, string>> = {
  messages: 'input',
  response_format: 'text.format.schema',
  maxTokens: 'max_output_tokens',
  logprobs: 'top_logprobs',
  reasoning: 'reasoning.effort',
}

/** How the Responses API names what core names so. */
export const toParam = (param: string): string => names[param] ?? param.replace('.function.parameters', '.parameters')

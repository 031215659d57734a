/** Where the tools of the Hugging Face family look for a token. */
export const tokenVariables: readonly string[] = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HF_TOKEN_PATH']

/** Drops the tokens of whoever runs the gate, so that every check is tried without one, and none can leak into evidence. */
export function forgetTokens(): void {
  for (const name of tokenVariables) delete process.env[name]
}

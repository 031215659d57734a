/** Which hub to pull from, and who asks. */
export type HubSettings = { endpoint: string; token: string | undefined }

/** Reads HF_ENDPOINT and HF_TOKEN: the one place that does, and only `pull` calls it. */
export function readHubSettings(environment: NodeJS.ProcessEnv = process.env): HubSettings {
  return {
    endpoint: (environment.HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, ''),
    token: environment.HF_TOKEN?.trim() || undefined,
  }
}

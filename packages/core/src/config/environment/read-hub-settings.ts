/** Which hub to pull from, and who asks. */
export type HubSettings = {
  /** Address of the hub, without a slash at its end. */
  endpoint: string
  token: string | undefined
  /** HF_HUB_OFFLINE is set: nothing may be pulled. */
  offline: boolean
}

/**
 * Reads HF_ENDPOINT, HF_TOKEN and HF_HUB_OFFLINE: the one place that does.
 *
 * @example
 * readHubSettings({ HF_HUB_OFFLINE: '1' }).offline // true
 */
export function readHubSettings(environment: NodeJS.ProcessEnv = process.env): HubSettings {
  return {
    endpoint: (environment.HF_ENDPOINT?.trim() || 'https://huggingface.co').replace(/\/+$/, ''),
    token: environment.HF_TOKEN?.trim() || undefined,
    offline: /^(1|on|yes|true)$/i.test(environment.HF_HUB_OFFLINE?.trim() ?? ''),
  }
}

import { homedir } from 'node:os'
import { join } from 'node:path'

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

/**
 * The folder in which tools of the Hugging Face family keep what they pulled, found as they find it: HF_HUB_CACHE, else
 * HF_HOME, else the user's cache folder. Weights that another of them pulled are found there too.
 *
 * @example
 * readHubCacheFolder({ HF_HOME: '/weights' }) // '/weights/hub'
 */
export function readHubCacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_HOME, XDG_CACHE_HOME } = environment
  const home = HF_HOME || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'huggingface')
  return HF_HUB_CACHE || HUGGINGFACE_HUB_CACHE || join(home, 'hub')
}

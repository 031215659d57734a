import { homedir } from 'node:os'
import { join } from 'node:path'

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

import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where generated weights and the reference build live: they cost minutes and gigabytes, and never belong in a repository. */
export const cacheFolder = (...parts: string[]): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'honestai', ...parts)

import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readHubCacheFolder } from './read-hub-cache-folder.ts'

test.each([
  { environment: { HF_HUB_CACHE: '/a', HF_HOME: '/b' }, folder: '/a' },
  { environment: { HUGGINGFACE_HUB_CACHE: '/a', HF_HOME: '/b' }, folder: '/a' },
  { environment: { HF_HOME: '/b', XDG_CACHE_HOME: '/c' }, folder: '/b/hub' },
  { environment: { XDG_CACHE_HOME: '/c' }, folder: '/c/huggingface/hub' },
  { environment: {}, folder: join(homedir(), '.cache/huggingface/hub') },
])('with $environment the cache is $folder', ({ environment, folder }) => {
  expect(readHubCacheFolder(environment)).toBe(folder)
})

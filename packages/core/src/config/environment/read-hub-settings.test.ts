import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readHubCacheFolder, readHubSettings } from './read-hub-settings.ts'

test.each([
  { environment: {}, settings: { endpoint: 'https://huggingface.co', token: undefined, offline: false } },
  {
    environment: { HF_ENDPOINT: 'https://mirror.example/', HF_TOKEN: ' hf_x\n', HF_HUB_OFFLINE: 'TRUE' },
    settings: { endpoint: 'https://mirror.example', token: 'hf_x', offline: true },
  },
  {
    environment: { HF_ENDPOINT: '', HF_TOKEN: '', HF_HUB_OFFLINE: '0' },
    settings: { endpoint: 'https://huggingface.co', token: undefined, offline: false },
  },
])('$environment is read as $settings', ({ environment, settings }) => {
  expect(readHubSettings(environment)).toEqual(settings)
})

test.each([
  { environment: { HF_HUB_CACHE: '/a', HF_HOME: '/b' }, folder: '/a' },
  { environment: { HUGGINGFACE_HUB_CACHE: '/a', HF_HOME: '/b' }, folder: '/a' },
  { environment: { HF_HOME: '/b', XDG_CACHE_HOME: '/c' }, folder: '/b/hub' },
  { environment: { XDG_CACHE_HOME: '/c' }, folder: '/c/huggingface/hub' },
  { environment: {}, folder: join(homedir(), '.cache/huggingface/hub') },
])('with $environment the cache is $folder', ({ environment, folder }) => {
  expect(readHubCacheFolder(environment)).toBe(folder)
})

import { expect, test } from 'vitest'
import { readHubSettings } from './read-hub-settings.ts'

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

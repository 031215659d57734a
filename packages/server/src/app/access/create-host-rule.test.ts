import { expect, test } from 'vitest'
import { createHostRule } from './create-host-rule.ts'

const loopback = { host: '127.0.0.1', allowedHosts: [] }
const wildcard = { host: '0.0.0.0', allowedHosts: [] }
const named = { host: '::1', allowedHosts: ['AI.example.org', '[fd00::7]'] }

test.each([
  {
    config: loopback,
    answered: ['localhost', 'LocalHost:8080', 'localhost.', '127.0.0.1:8080', '127.9.9.9', '[::1]:8080', '[::ffff:127.0.0.1]'],
  },
  { config: wildcard, answered: ['localhost', '192.168.1.5:8080', '[fe80::1]:8080', '0.0.0.0:8080'] },
  { config: named, answered: ['[::1]', 'ai.example.org', 'ai.example.org:443', 'AI.EXAMPLE.ORG.', '[fd00::7]:80'] },
])('on $config.host $answered are answered', ({ config, answered }) => {
  for (const header of answered) expect(createHostRule(config)(header), header).toBe(true)
})

test.each([
  {
    config: loopback,
    refused: [
      'evil.example',
      '192.168.1.5',
      '0.0.0.0',
      '',
      ' ',
      'localhost@evil.example',
      'localhost/x',
      'localhost:8080:1',
      '[::1',
      '::1',
    ],
  },
  {
    config: loopback,
    refused: ['localhost.evil.example', 'evil.localhost.example', '127.0.0.1.evil.example', 'localhost:99999999', '[evil]', 'localhost..'],
  },
  { config: wildcard, refused: ['evil.example', 'rebound.192.168.1.5.example'] },
  { config: named, refused: ['example.org', 'x.ai.example.org', 'aiXexample.org', '192.168.1.5'] },
])('on $config.host $refused are refused', ({ config, refused }) => {
  for (const header of refused) expect(createHostRule(config)(header), header).toBe(false)
})

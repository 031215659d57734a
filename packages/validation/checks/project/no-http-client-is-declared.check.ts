import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'

/** Packages whose purpose is to send HTTP requests, or to speak to a hosted model. */
const httpClients = [
  ...[
    'axios',
    'bent',
    'cross-fetch',
    'got',
    'isomorphic-fetch',
    'ky',
    'make-fetch-happen',
    'minipass-fetch',
    'needle',
    'node-fetch',
    'node-fetch-native',
  ],
  ...[
    'ofetch',
    'phin',
    'request',
    'superagent',
    'typed-rest-client',
    'undici',
    'unfetch',
    'wretch',
    'autocannon',
    'socket.io-client',
    'ws',
  ],
  ...[
    'openai',
    '@azure/openai',
    '@anthropic-ai/sdk',
    '@aws-sdk/client-bedrock-runtime',
    '@google/genai',
    '@google/generative-ai',
    '@huggingface/hub',
  ],
  ...[
    '@huggingface/inference',
    '@mistralai/mistralai',
    'ai',
    '@ai-sdk/openai',
    '@ai-sdk/openai-compatible',
    '@langchain/openai',
    'cohere-ai',
    'groq-sdk',
  ],
  ...['langchain', 'llamaindex', 'ollama', 'replicate', 'together-ai'],
]

/** Who needs one, and what for. */
const needed: readonly { manifest: string; group: 'dependencies' | 'devDependencies'; name: string; why: string }[] = [
  {
    manifest: 'packages/core',
    group: 'dependencies',
    name: '@huggingface/hub',
    why: 'Pulls weights when somebody asks for it; serving never loads it.',
  },
  ...['openai', '@anthropic-ai/sdk', 'ai', '@ai-sdk/openai-compatible', '@langchain/openai', 'ollama'].map((name) => ({
    manifest: 'packages/server',
    group: 'devDependencies' as const,
    name,
    why: 'Tests try that it works unchanged against the server on loopback.',
  })),
  { manifest: 'packages/validation', group: 'dependencies', name: 'openai', why: 'The gate asks the server with the official client.' },
  { manifest: 'packages/validation', group: 'dependencies', name: 'autocannon', why: 'The gate puts load on the server.' },
]

check(
  {
    proves: 'dependencies-clean',
    promise: 'No package declares an HTTP client or the client of a hosted model but those few that are named with what they need it for',
  },
  async ({ evidence }) => {
    const manifests = globSync(
      ['package.json', 'packages/*/package.json', 'scripts/package.json', 'docs/package.json', 'models/*/package.json'],
      {
        cwd: repositoryRoot,
      },
    )
    const declared = manifests.flatMap((file) => {
      const manifest = JSON.parse(readFileSync(join(repositoryRoot, file), 'utf8'))
      return (['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const).flatMap((group) =>
        Object.keys(manifest[group] ?? {}).map((name) => ({ manifest: file.replace(/\/?package\.json$/, '') || '.', group, name })),
      )
    })
    const clients = declared.filter(({ name }) => httpClients.includes(name))
    evidence.json('clients', { manifests, declared: declared.length, clients, needed })

    expect(declared.length, 'declared dependencies').toBeGreaterThan(20)
    const keyOf = ({ manifest, group, name }: { manifest: string; group: string; name: string }) => `${manifest} ${group} ${name}`
    expect(clients.map(keyOf).toSorted()).toEqual(needed.map(keyOf).toSorted())
  },
)

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'

check(
  {
    proves: 'tokenizer-init',
    promise: 'The tokenizer needs nothing but the weights file; weights without one are refused by name',
    timeoutMs: 60_000,
  },
  async ({ servers, weights, temporaryFolder, evidence }) => {
    // Copies alone in an empty folder: no tokenizer.json, no cache, nothing beside them.
    const lone = join(temporaryFolder, 'lone.gguf')
    const bare = join(temporaryFolder, 'bare.gguf')
    const bytes = readFileSync(weights.path)
    writeFileSync(lone, bytes)
    bytes.write('tokenizer.ggml.tokenz', bytes.indexOf('tokenizer.ggml.tokens'))
    writeFileSync(bare, bytes)

    const server = await servers.start({
      config: () => ({
        models: [
          { id: 'lone', path: lone },
          { id: 'bare', path: bare },
        ],
      }),
      environment: { HOME: temporaryFolder },
    })
    const answer = await server.chat('Say hi.', { model: 'lone', max_tokens: 4 })
    const refused = await server.request('/v1/chat/completions', {
      body: { model: 'bare', messages: [{ role: 'user', content: 'Say hi.' }] },
    })
    const health = await server.modelHealth('bare')
    evidence.json('answers', { lone: answer.body, bare: { status: refused.status, body: refused.json, health } })

    expect(answer.usage.prompt_tokens).toBeGreaterThan(0)
    expect(refused.status).toBe(503)
    expect(refused.json.error.code).toMatch(/^(weights_malformed|model_load_failed)$/)
    expect(refused.json.error.message).toContain('bare.gguf')
    expect(refused.json.error.message).toMatch(/token/i)
    expect(refused.json.error.steps).not.toEqual([])
    expect(health).toMatchObject({ state: 'failed' })
  },
)

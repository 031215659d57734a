import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { modelThatCan } from '../../src/subject/run-context.ts'

check(
  {
    supports: 'token-optional',
    promise: 'With no HF_TOKEN in the environment of server or engine, everything the server offers is answered',
  },
  async ({ server, subject, weights, evidence, skip }) => {
    if (process.platform !== 'linux') skip('The environment of a process can be read on Linux only.')
    const chat = await server.chat('Say hi.', { max_tokens: 4 })
    if (modelThatCan(subject, 'embed')) await server.embed(['Hello.'])
    const statuses = await Promise.all(
      ['/v1/models', '/livez', '/readyz', '/health', '/docs/errors'].map(async (path) => ({
        path,
        status: (await server.request(path)).status,
      })),
    )
    const processes = [server.child.pid ?? 0, ...server.enginePids()].map((pid) => ({
      names: readFileSync(`/proc/${pid}/environ`, 'utf8')
        .split('\0')
        .map((entry) => entry.split('=')[0])
        .filter(Boolean),
    }))
    evidence.json('environments', { processes, statuses, model: weights.id, usage: chat.usage })
    expect(processes.length).toBeGreaterThan(1)
    expect(processes.flatMap(({ names }) => names).filter((name) => /^(HF_|HUGGING)/.test(name ?? ''))).toEqual([])
    expect(statuses.filter(({ status }) => status !== 200)).toEqual([])
  },
)

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { check } from '../../src/check.ts'
import { repositoryRoot } from '../../src/repository-root.ts'
import { SubjectFailure } from '../../src/subject-failure.ts'

check(
  {
    proves: ['no-hub-calls', 'local-only'],
    method: 'sealed',
    promise:
      'Freshly booted where the kernel has no network but loopback, the server answers everything; an attempt to get out from there fails',
    timeoutMs: 60_000,
  },
  async ({ sealedNetwork, subject, weights, temporaryFolder, evidence }) => {
    const config = join(temporaryFolder, 'config.json')
    writeFileSync(config, JSON.stringify(subject.config))
    const embedding = subject.models.find(({ abilities }) => abilities.includes('embed'))
    const output = await sealedNetwork.run(process.execPath, [
      join(repositoryRoot, 'packages/validation/src/sealed-session.ts'),
      ...['--config', config, '--chat', weights.id],
      ...(embedding ? ['--embed', embedding.id] : []),
    ])
    const { failure, interfaces, answered, leak, logs } = JSON.parse(output)
    if (failure) throw new SubjectFailure(failure)
    evidence.json('sealed-session', { seal: sealedNetwork.description, interfaces, answered, leak, logs })

    expect(interfaces, 'network interfaces inside').toEqual(['lo'])
    expect(leak, 'the control leak').toMatch(/^E(NETUNREACH|HOSTUNREACH)$/)
    expect(answered.whole.completion_tokens, 'inference happened').toBeGreaterThan(0)
    expect(answered.streamed.completion_tokens).toBeGreaterThan(0)
    expect(answered.models).toBe(200)
    if (embedding) expect(answered.embedded).toBeGreaterThan(0)
    expect(logs.filter((record: { event?: string }) => record.event === 'load-finished').length).toBeGreaterThan(0)
  },
)

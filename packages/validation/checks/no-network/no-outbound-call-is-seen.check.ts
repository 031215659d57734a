import { execFileSync } from 'node:child_process'
import { expect } from 'vitest'
import { check } from '../../src/check.ts'

check(
  {
    proves: ['no-hub-calls', 'local-only'],
    method: 'observed',
    promise: 'Watched at the kernel while it serves, the server and its engines address nothing beyond loopback; a control leak is seen',
    timeoutMs: 90_000,
  },
  async ({ strace, servers, subject, weights: _, evidence }) => {
    const server = await servers.start({ prefix: strace.prefix })
    const chat = await server.chat('What is the capital of France?', { max_tokens: 16, deadlineMs: 60_000 })
    await server.stream('Count to 30.', { max_tokens: 16 })
    if (subject.models.some(({ abilities }) => abilities.includes('embed'))) await server.embed(['Hello.'])
    await server.request('/v1/models')
    const loads = server.logs().filter(({ event }) => event === 'load-finished')
    await server.stop()
    const calls = strace.calls()

    // A datagram to a documentation address goes nowhere, and must be seen on its way.
    const leak = "require('node:dgram').createSocket('udp4').send('x', 9, '192.0.2.1', () => process.exit())"
    execFileSync(strace.prefix[0] ?? '', [...strace.prefix.slice(1), process.execPath, '-e', leak], { stdio: 'pipe', timeout: 20_000 })
    const control = strace.calls()
    evidence.json('network-calls', { served: calls, control, loads })

    expect(loads.length, 'engines that were watched').toBeGreaterThan(0)
    expect(chat.usage.completion_tokens).toBeGreaterThan(0)
    expect(
      control.filter(({ outbound }) => outbound),
      'the control leak',
    ).toContainEqual(expect.objectContaining({ address: '192.0.2.1' }))
    expect(calls.filter(({ outbound }) => outbound)).toEqual([])
  },
)

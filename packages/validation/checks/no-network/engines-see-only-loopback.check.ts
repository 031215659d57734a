import { readFileSync, readlinkSync } from 'node:fs'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'

check(
  {
    supports: ['local-only', 'no-hub-calls'],
    promise: 'An engine that health calls sandboxed has, in the kernel’s own books, no network interface but loopback and no open socket',
  },
  async ({ server, weights, evidence, skip }) => {
    if (process.platform !== 'linux') skip('Network namespaces exist on Linux only.')
    await server.chat('Say hi.', { max_tokens: 4 })
    const { sandbox } = await server.modelHealth(weights.id)
    if (!sandbox.includes('network-namespace')) skip('The kernel gave the engine no network namespace.')
    const engines = server.enginePids().map((pid) => ({
      namespaceOfItsOwn: readlinkSync(`/proc/${pid}/ns/net`) !== readlinkSync('/proc/self/ns/net'),
      interfaces: rowsOf(`/proc/${pid}/net/dev`, 2).map((row) => row.split(':')[0]?.trim()),
      sockets: ['tcp', 'tcp6', 'udp', 'udp6', 'raw'].flatMap((protocol) => rowsOf(`/proc/${pid}/net/${protocol}`, 1)),
    }))
    evidence.json('engines', {
      sandbox,
      engines,
      control: { interfacesHere: rowsOf('/proc/self/net/dev', 2).map((row) => row.split(':')[0]?.trim()) },
    })
    expect(engines.length).toBeGreaterThan(0)
    for (const engine of engines) expect(engine).toEqual({ namespaceOfItsOwn: true, interfaces: ['lo'], sockets: [] })
  },
)

const rowsOf = (file: string, headerRows: number): string[] => readFileSync(file, 'utf8').trimEnd().split('\n').slice(headerRows)

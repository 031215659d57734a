import { expect, test } from 'vitest'
import { findNetworkUses } from './find-network-uses.ts'

const usesOf = (code: string) =>
  findNetworkUses({ files: new Map([['/x/node_modules/some/index.js', code]]), unresolved: [] }).map(({ means }) => means)

test.each([
  { code: "import { connect } from 'node:net'", means: ['node:net'] },
  { code: "const dns = require('dns/promises')", means: ['node:dns'] },
  { code: "await import('undici')", means: ['undici'] },
  { code: "export * from 'ws'", means: ['ws'] },
  { code: "await fetch('http://192.0.2.1')", means: ['fetch'] },
  { code: 'const get = options.get ?? fetch;', means: ['fetch'] },
  { code: 'start({ client: fetch })', means: ['fetch'] },
  { code: 'globalThis.fetch.call(null, url)', means: ['fetch'] },
  { code: 'new WebSocket(url)', means: ['WebSocket'] },
  { code: "process.getBuiltinModule('node:dgram')", means: ['getBuiltinModule'] },
  { code: "this.fetch(url); cache.fetch('key'); const prefetch = 1", means: [] },
  { code: "import fetchAll from './fetch.js'", means: [] },
])('$code has $means', ({ code, means }) => {
  expect(usesOf(code)).toEqual(means)
})

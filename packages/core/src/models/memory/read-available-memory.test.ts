import { expect, test } from 'vitest'
import { readAvailableMemory } from './read-available-memory.ts'

const meminfo = { '/proc/meminfo': 'MemTotal: 8000000 kB\nMemAvailable:    4000000 kB\n' }
const reading = (files: Record<string, string>) => readAvailableMemory((path) => files[path])

test('without a control group it is what the kernel says', () => {
  expect(reading(meminfo)).toBe(4_000_000 * 1024)
})

test('the tightest group above the process counts, its cached files as free', () => {
  const group = '/sys/fs/cgroup/pod'
  const files = {
    ...meminfo,
    '/proc/self/cgroup': '0::/pod/box\n',
    [`${group}/box/memory.max`]: 'max\n',
    [`${group}/box/memory.current`]: '900\n',
    [`${group}/memory.max`]: '1000000000\n',
    [`${group}/memory.current`]: '700000000\n',
    [`${group}/memory.stat`]: 'anon 100\ninactive_file 150000000\nactive_file 50000000\n',
  }
  expect(reading(files)).toBe(500_000_000)
})

test('groups of version 1 are read too, also where the path is the host’s', () => {
  const root = '/sys/fs/cgroup/memory'
  const files = {
    ...meminfo,
    '/proc/self/cgroup': '9:cpu,cpuacct:/docker/x\n4:memory:/docker/x\n',
    [`${root}/memory.limit_in_bytes`]: '500000000',
    [`${root}/memory.usage_in_bytes`]: '450000000',
    [`${root}/memory.stat`]: 'total_inactive_file 100000000\n',
  }
  expect(reading(files)).toBe(150_000_000)
  expect(reading({ ...files, [`${root}/memory.limit_in_bytes`]: '9223372036854771712' })).toBe(4_000_000 * 1024)
})

test('a group over its limit leaves nothing, not less', () => {
  const root = '/sys/fs/cgroup'
  expect(reading({ ...meminfo, '/proc/self/cgroup': '0::/', [`${root}/memory.max`]: '10', [`${root}/memory.current`]: '20' })).toBe(0)
})

test('on this machine it is a plausible number', () => {
  expect(readAvailableMemory()).toBeGreaterThan(1e6)
})

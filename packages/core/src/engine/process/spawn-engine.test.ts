import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { spawnEngine } from './spawn-engine.ts'

/** Names of the variables that a process was started with; the kernel tells none until the program runs. */
async function variablesOf(pid: number): Promise<string[]> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const names = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .map((line) => line.split('=')[0] ?? '')
      .filter(Boolean)
    if (names.includes('PARENT_PID')) return names
    await wait(20)
  }
  return []
}

test.runIf(process.platform === 'linux')('an engine is given what drivers of graphics cards go by, and no other variable', async () => {
  vi.stubEnv('CUDA_VISIBLE_DEVICES', '0')
  vi.stubEnv('HF_TOKEN', 'hf_secret')
  const { child } = spawnEngine([])
  try {
    const names = await variablesOf(child.pid ?? 0)
    expect(names).toContain('CUDA_VISIBLE_DEVICES')
    const known = [
      'CUDA_VISIBLE_DEVICES',
      'LD_LIBRARY_PATH',
      'HOME',
      'NODE_CHANNEL_FD',
      'NODE_CHANNEL_SERIALIZATION_MODE',
      'PARENT_PID',
      'PATH',
    ]
    expect(names.filter((name) => ![...known, 'UV_THREADPOOL_SIZE', 'PWD', 'SHLVL', '_', 'OLDPWD'].includes(name))).toEqual([])
  } finally {
    child.kill('SIGKILL')
    vi.unstubAllEnvs()
  }
})

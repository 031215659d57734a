import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { plainEnvironment } from '../subject/server-process/server-process.ts'

test.runIf(process.platform === 'linux')(
  'a bench that is interrupted leaves no server and no file behind',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'honestai-end-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const main = join(import.meta.dirname, '../main.ts')
    const bench = spawn(process.execPath, [main, 'bench', 'load', '--output', join(folder, 'figures')], {
      env: { ...plainEnvironment(), TMPDIR: folder },
      stdio: 'ignore',
    })
    const ended = once(bench, 'exit')
    const servers = () => processesThatName(folder)
    while (servers().length === 0) await wait(50)
    bench.kill('SIGINT')
    expect(await ended).toEqual([130, null])
    expect(servers()).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  },
  60_000,
)

/** Process ids of servers that were given a config in this folder. */
const processesThatName = (folder: string): string[] =>
  readdirSync('/proc').filter((id) => {
    try {
      return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(`${folder}/honestai-bench-`)
    } catch {
      return false
    }
  })

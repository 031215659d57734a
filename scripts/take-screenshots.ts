/**
 * Takes the pictures of the docs from the running system: the status page of a server that has answered and refused, and the report that the
 * last run of the gate left. Needs Chromium.
 *
 *   node scripts/take-screenshots.ts [--report reports/latest/report.html]
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const root = join(import.meta.dirname, '..')
const { values } = parseArgs({ options: { report: { type: 'string', default: join(root, 'reports/latest/report.html') } } })
if (!existsSync(values.report)) throw new Error(`${values.report} is not there. Run the gate first: pnpm validate`)

const executablePath = execFileSync('sh', ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome'], {
  encoding: 'utf8',
}).trim()
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const server = spawn(process.execPath, [join(root, 'packages/server/src/main.ts'), 'serve', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'ignore'],
})
try {
  const url = await addressOf(server)
  for (const max_tokens of [16, 16, -1]) {
    const body = JSON.stringify({ model: 'canary', messages: [{ role: 'user', content: 'What is the capital of France?' }], max_tokens })
    await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  }
  await take(browser, url, 'status-page')
  await take(browser, pathToFileURL(resolve(values.report)).href, 'report')
} finally {
  server.kill()
  await browser.close()
}

async function addressOf({ stdout }: Pick<ChildProcess, 'stdout'>): Promise<string> {
  if (!stdout) throw new Error('The server has no output.')
  for await (const line of createInterface(stdout)) {
    const [address] = /http:\/\/\S+/.exec(line) ?? []
    if (address) return address
  }
  throw new Error('The server did not start.')
}

async function take(browser: Browser, url: string, name: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1_100, height: 760 } })
  await page.goto(url)
  // What a page asks for when it is open has come by then.
  await page.waitForTimeout(1_500)
  await page.screenshot({ path: join(root, `docs/media/${name}.png`) })
  await page.close()
  console.log(`docs/media/${name}.png`)
}

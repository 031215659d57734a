import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { visitHub } from '../../src/error-cases/hub/hub-visit.ts'
import { tokenVariables } from '../../src/run/surroundings/read-environment.ts'

check(
  {
    proves: 'token-optional',
    promise:
      'No process of the gate knows a hub token, so every check is tried without one: pulling open weights, listing and serving them, and every endpoint; weights pulled with a token serve without it',
    timeoutMs: 120_000,
  },
  async ({ servers, honestai, subject, weights, temporaryFolder, profile, evidence }) => {
    const known = tokenVariables.filter((name) => process.env[name] !== undefined)
    const context = { servers, honestai, subject, weights, temporaryFolder, profile }
    const open = await visitHub(context)
    const gated = await visitHub(context, {
      misbehave: (_kind, request, response) => {
        if (request.headers.authorization === 'Bearer hf_readersOwn' || !request.url?.startsWith('/api/')) return false
        response.writeHead(401, { 'X-Error-Code': 'GatedRepo' }).end()
        return true
      },
    })
    const pulls = {
      open: await open.pull({}, {}),
      gatedWithout: await gated.pull({}, {}),
      gatedWith: await gated.pull({ HF_TOKEN: 'hf_readersOwn' }, {}),
    }
    const served = []
    for (const { folder } of [open, gated]) {
      const server = await servers.start({
        environment: { HF_HUB_CACHE: join(folder, 'cache') },
        config: () => ({ models: [{ id: 'pulled', source: 'hf:owner/model' }] }),
      })
      const body = { model: 'pulled', messages: [{ role: 'user', content: 'Hi.' }], max_tokens: 1 }
      const statuses = [
        await server.request('/v1/models'),
        await server.request('/v1/chat/completions', { body }),
        await server.request('/v1/messages', { body }),
        await server.request('/v1/responses', { body: { model: 'pulled', input: 'Hi.', max_output_tokens: 1 } }),
      ].map(({ status }) => status)
      const processes = [server.child.pid ?? 0, ...server.enginePids()]
      served.push({ statuses, processes: processes.length, variables: processes.flatMap(hubVariables) })
      await server.stop()
    }
    const authorizations = open.hub.requests.filter(({ headers }) => headers.authorization !== undefined)
    evidence.json('paths', { known, pulls, served, requests: open.hub.requests.length, authorizations })

    expect(known, 'variables with a token in the gate itself').toEqual([])
    expect([pulls.open.exitCode, pulls.gatedWithout.exitCode, pulls.gatedWith.exitCode]).toEqual([0, 1, 0])
    expect(pulls.gatedWithout.stderr).toContain('hub_token_missing')
    expect(open.hub.requests.length).toBeGreaterThan(0)
    expect(authorizations, 'requests for open weights that carried a token').toEqual([])
    for (const { statuses, processes, variables } of served) {
      expect(statuses).toEqual([200, 200, 200, 200])
      expect(variables).toEqual([])
      if (process.platform === 'linux') expect(processes, 'the server and an engine').toBe(2)
    }
  },
)

/** Names of the variables with a token that a process was started with. */
function hubVariables(pid: number): string[] {
  if (process.platform !== 'linux') return []
  const names = readFileSync(`/proc/${pid}/environ`, 'utf8')
    .split('\0')
    .map((entry) => entry.split('=')[0] ?? '')
  return names.filter((name) => tokenVariables.includes(name))
}

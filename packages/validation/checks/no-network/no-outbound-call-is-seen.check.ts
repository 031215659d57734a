import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { modelThatCan } from '../../src/subject/run-context.ts'
import { decoyEnvironment, unpulledModel } from '../../src/watching/leaks/decoys.ts'
import { tryLeaks } from '../../src/watching/leaks/try-leaks.ts'
import { requireCaught } from '../../src/watching/network/cut/require-caught.ts'
import { egressOf } from '../../src/watching/network/judge-network-calls.ts'
import { liveWholeLife } from '../../src/watching/network/live-whole-life.ts'
import { routesOf } from '../../src/watching/network/routes-of.ts'

check(
  {
    proves: ['no-hub-calls', 'local-only'],
    method: 'observed',
    promise:
      'Watched at the kernel through its whole life, crash and restart included, with tokens and proxies as decoys, no process of the server addresses anybody but its own kind; every kind of leak would have been seen',
    timeoutMs: 240_000,
  },
  async ({ strace, servers, subject, weights, temporaryFolder, evidence }) => {
    const watch = strace.watch('whole-life')
    const server = await servers.start({
      prefix: watch.prefix,
      environment: { ...decoyEnvironment, HF_HOME: temporaryFolder },
      config: ({ models, ...rest }) => ({ ...rest, models: [...models, unpulledModel] }),
    })
    const routes = await routesOf(subject.config)
    const embed = modelThatCan(subject, 'embed')?.id
    const life = await liveWholeLife({ server, chat: weights.id, embed, routes })
    const { sandbox } = await server.modelHealth(weights.id)
    const ending = await server.stop()

    const observation = watch.observe()
    const controls = await tryLeaks('observed', temporaryFolder, (leak) => {
      const { prefix, observe } = strace.watch(leak.id)
      const judge = (outcome: string) => {
        const seen = egressOf(observe())
        return { caught: seen.some(({ peer }) => leak.peer.test(peer)), by: { outcome, seen } }
      }
      return { prefix, judge }
    })
    evidence.json('controls', controls)
    const engines = observation.processes.filter(({ engine }) => engine)
    const openedByEngines = observation.calls.filter(({ engine }) => engine)
    evidence.json('observation', { decoys: Object.keys(decoyEnvironment), life, ending, sandbox, ...observation, engines, openedByEngines })

    requireCaught(controls)
    expect(life.generatedTokens, 'tokens generated').toBeGreaterThan(0)
    expect(life.loads, 'engines that were watched, the restarted one among them').toBeGreaterThan(1)
    expect(engines.length).toBeGreaterThan(1)
    expect(
      life.endpoints.filter(({ status }) => status >= 500),
      'endpoints that broke',
    ).toEqual([])
    expect(
      life.errors.filter(({ status }) => status < 400),
      'errors that were none',
    ).toEqual([])
    expect(life.crash.ended, 'the request whose engine was killed').toContain('engine_crashed')
    expect(egressOf(observation)).toEqual([])
    if (sandbox.length > 0) expect(openedByEngines, `what engines under ${sandbox.join(' and ')} open`).toEqual([])
  },
)

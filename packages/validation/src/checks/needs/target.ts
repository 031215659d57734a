import type { TestContext } from 'vitest'
import { SubjectFailure } from '../../base/subject-failure.ts'
import type { Subject, TargetSubject } from '../../subject/run-context.ts'
import { modelThatCan } from '../../subject/run-context.ts'
import { createTarget, type TargetClient } from '../../subject/target/create-target.ts'
import { keyHeaders, probeCapability, type TargetAddress } from '../../subject/target/probe-capability.ts'
import { type CapabilityName, targetProfile } from '../../subject/target/profile/target-profile.ts'
import { type StartedTarget, startTarget } from '../../subject/target/target-command.ts'
import type { Evidence } from '../evidence.ts'
import { notApplicable, notOffered } from './not-applicable.ts'
import type { Servers } from './servers.ts'

/** A server that is asked nothing but the protocol, and what it offers. */
export type Target = TargetClient & {
  /** Ends the check where this is not offered. */
  require(capability: CapabilityName): Promise<void>
}

type Context = Pick<TestContext, 'task' | 'skip'> & { subject: Subject; servers: Servers; evidence: Evidence }
type Fixture = { onCleanup: (cleanup: () => Promise<void>) => void }

/** The target that was named, or else a server of the subject's own. */
export async function targetNeed({ subject, servers, evidence, task, skip }: Context, { onCleanup }: Fixture): Promise<Target> {
  const address = subject.target ? await find(subject.target) : await startOwn()
  const profile = subject.target?.profile ?? targetProfile.parse({ name: 'HonestAI Local' })
  const contextSize = profile.contextSize ?? subject.models.find(({ id }) => id === address.model)?.contextSize
  const asked: string[] = []
  const client = createTarget(
    { url: address.url, model: address.model, embeddingModel: address.embeddingModel, headers: address.headers ?? {} },
    { thresholds: profile.thresholds, contextSize, isOurs: subject.target?.started ?? true },
    {
      leave(findings, shown) {
        evidence.json('findings', { findings, asked })
        if (shown.length > 0) task.meta.reproduce = shown
      },
      onAsked: ({ curl }) => {
        asked.push(curl)
        task.meta.reproduce = [curl]
      },
    },
  )
  return {
    ...client,
    async require(name) {
      const known = subject.target?.capabilities.find((capability) => capability.name === name)
      const { offered, because } = known ?? (await probeCapability(name, address))
      if (offered) return
      if (profile.expects.includes(name)) throw new SubjectFailure(`The profile expects ${name}. ${because}`)
      notOffered({ task, skip }, because)
    },
  }

  async function find(known: TargetSubject): Promise<TargetAddress> {
    const headers = keyHeaders()
    if (!(await isGone(known.url))) return { ...known, headers }
    if (known.command === null) {
      return skip(`Nobody listens at ${known.url} any more: the server has ended, perhaps by what an earlier check asked.`)
    }
    const server = await startTarget(known.command, { limitMs: known.profile.thresholds.startMs, headers })
    onCleanup(() => server.kill())
    return { ...known, url: server.url, headers }
  }

  async function startOwn(): Promise<TargetAddress> {
    const model = modelThatCan(subject, 'chat')?.id ?? notApplicable({ task, skip }, 'The subject has no model that can chat.')
    const server = await servers.start()
    onCleanup(async () => {
      await server.stop()
    })
    return { url: server.url, model, embeddingModel: modelThatCan(subject, 'embed')?.id ?? null }
  }
}

/** Starts servers like the target, for what can only be seen from the machine they run on. */
export type TargetProcess = {
  /** Through a command such as strace, where one is given. Resolves when the server says that it is ready, with how long that took. */
  start(prefix?: readonly string[]): Promise<StartedTarget & { readyMs: number }>
}

export function targetProcessNeed(
  { subject, servers, target, task, skip }: Omit<Context, 'evidence'> & { target: Target },
  { onCleanup }: Fixture,
): TargetProcess {
  const command = subject.target ? subject.target.command : servers.commandLine()
  if (command === null) notApplicable({ task, skip }, 'Only a server that the gate itself starts can be tried so: --target-command.')
  const running: StartedTarget[] = []
  onCleanup(async () => {
    await Promise.all(running.map((server) => server.kill()))
  })
  return {
    async start(prefix) {
      const server = await startTarget(command, { limitMs: target.thresholds.startMs, headers: target.headers ?? {}, prefix })
      running.push(server)
      return server
    },
  }
}

/** Whether nobody listens at an address any more. A server that is slow, or answers something odd, is still there. */
export async function isGone(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    await response.body?.cancel()
    return false
  } catch (error) {
    const { cause } = error as Error
    return (cause as NodeJS.ErrnoException | undefined)?.code === 'ECONNREFUSED'
  }
}

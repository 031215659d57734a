import { loadConfig } from '@honestai/core'
import { SubjectFailure } from '../base/subject-failure.ts'
import type { Subject } from '../subject/run-context.ts'
import { sendRequest } from '../subject/server-process/send-request.ts'
import { type Capability, keyHeaders, probeCapability, type TargetAddress } from '../subject/target/probe-capability.ts'
import { readTargetProfile } from '../subject/target/profile/read-target-profile.ts'
import { capabilityName, targetProfile } from '../subject/target/profile/target-profile.ts'
import { portMark, type StartedTarget, startTarget } from '../subject/target/target-command.ts'
import { modelList, parseAnswer } from '../subject/target/wire-shapes.ts'

/** What `--target`, `--target-command` and `--target-profile` say. */
export type TargetChoice = { target?: string | undefined; targetCommand?: string | undefined; targetProfile?: string | undefined }

/** Trying a model may load it. */
const mostModelsTried = 8

/** A target that cannot be gated as it was asked for. */
export class UnusableTarget extends Error {
  override readonly name = 'UnusableTarget'
}

/** The server that is gated, started when a command was given, with what it offers. Ends what it started when it is disposed of. */
export async function resolveTarget({
  target,
  targetCommand,
  targetProfile: chosen,
}: TargetChoice): Promise<AsyncDisposable & { subject: Subject }> {
  const profile = chosen === undefined ? targetProfile.parse({ name: 'a server' }) : readTargetProfile(chosen)
  if (targetCommand !== undefined && !targetCommand.includes(portMark)) {
    throw new UnusableTarget(
      `--target-command must say where the port goes: write ${portMark} there, such as "llama-server -m model.gguf --port ${portMark}".`,
    )
  }
  let started: StartedTarget | undefined
  try {
    if (targetCommand !== undefined) {
      started = await startTarget(targetCommand, { limitMs: profile.thresholds.startMs, headers: keyHeaders() })
    }
    const url = started?.url ?? toBaseUrl(target ?? '')
    const listed = await listModels(url)
    const model = profile.model ?? listed[0] ?? nobodyToAsk()
    const embeddingModel = profile.embeddingModel ?? (await firstThatEmbeds({ url, model, embeddingModel: null }, listed))
    const address = { url, model, embeddingModel, headers: keyHeaders() }
    const capabilities: Capability[] = []
    for (const name of capabilityName.options) capabilities.push(await probeCapability(name, address))
    const subject: Subject = {
      kind: 'target',
      target: {
        ...{ name: profile.name, url, model, embeddingModel: address.embeddingModel, started: started !== undefined },
        ...{ capabilities, profile, command: targetCommand ?? null },
      },
      config: await loadConfig({}),
      models: [],
    }
    return { subject, [Symbol.asyncDispose]: async () => started?.kill() }
  } catch (error) {
    await started?.kill()
    throw error instanceof SubjectFailure ? new UnusableTarget(error.message) : error
  }
}

/** Where the protocol's routes begin: a base URL is given with `/v1` or without, and what it holds of a key is left out. */
function toBaseUrl(given: string): string {
  const url = URL.parse(given)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UnusableTarget(`--target must be a URL such as http://127.0.0.1:8080, not "${given}".`)
  return url.origin + url.pathname.replace(/\/(v1\/?)?$/, '')
}

/** Ids of the models that a server lists; none where it has no such route. */
async function listModels(url: string): Promise<string[]> {
  const { status, json } = await sendRequest(`${url}/v1/models`, { headers: keyHeaders() })
  return status === 200 ? parseAnswer(modelList, json, 'The list of models').data.map(({ id }) => id) : []
}

function nobodyToAsk(): never {
  throw new UnusableTarget('GET /v1/models names no model, so nobody knows whom to ask. Name one in a profile (--target-profile).')
}

/** The first of a few models that embeds; null where none does, or where one server is all models. */
async function firstThatEmbeds(address: TargetAddress, listed: readonly string[]): Promise<string | null> {
  for (const id of listed.slice(0, mostModelsTried)) {
    const { offered } = await probeCapability('embeddings', { ...address, headers: keyHeaders(), embeddingModel: id })
    if (offered) return id
  }
  return null
}

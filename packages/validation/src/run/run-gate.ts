import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { redact } from '../base/redact.ts'
import { repositoryRoot } from '../base/repository-root.ts'
import type { Result } from '../base/result.ts'
import { forgetRunning } from '../checks/running-check.ts'
import type { Subject, TargetSubject } from '../subject/run-context.ts'
import { runVariable, sweepProcesses } from '../subject/sweep-processes.ts'
import { applyWaivers } from '../subject/target/profile/target-profile.ts'
import { timeLimitMs } from '../subject/time-limit.ts'
import { assembleResult } from '../verdict/assemble-result.ts'
import { type CatalogueEntry, isForAnyServer, readCatalogue } from '../verdict/catalogue.ts'
import { type Progress, Recorder } from './recorder.ts'
import { resolveSubject, type SubjectChoice } from './resolve-subject.ts'
import { resolveTarget, type TargetChoice } from './resolve-target.ts'
import { runChecks } from './run-checks.ts'
import { type Selection, selectChecks, selectFailed } from './select-checks.ts'
import { removeCopyFolders } from './surroundings/copy-folders.ts'
import { prepareOutputFolder } from './surroundings/prepare-output-folder.ts'
import { forgetTokens, readEnvironment } from './surroundings/read-environment.ts'
import { readPreviousResult, writeReports } from './surroundings/write-reports.ts'

export type GateOptions = Selection &
  SubjectChoice &
  TargetChoice & {
    /** Absolute. */
    checksFolder: string
    /** Absolute; emptied first. */
    outputFolder: string
    bail: boolean
    /** How long a mixed load goes on; by default short, and minutes in the full profile. */
    soakMs?: number | undefined
    /** Only what failed or broke in the run whose result lies in the output folder. */
    rerunFailed: boolean
    /** Told before the first check how many there are. */
    progressFor: (total: number) => Progress
    /** Aborts the run with a reason; a report is written all the same. */
    signal: AbortSignal
  }

const defaultSoakMs = { quick: 15_000, full: 300_000 }

/** Runs the gate on a subject and writes its reports. */
export async function runGate(options: GateOptions): Promise<Result> {
  const { checksFolder, outputFolder, bail, rerunFailed, progressFor, signal, profile, soakMs = defaultSoakMs[profile] } = options
  const startedAt = new Date().toISOString()
  const runId = randomUUID()
  forgetTokens()
  const catalogue = readCatalogue(checksFolder)
  const previous = readPreviousResult(outputFolder)
  const isTarget = options.target !== undefined || options.targetCommand !== undefined
  // Of a server that is not ours these are all there is, so the shorter profile leaves none of them out.
  const eligible = isTarget ? catalogue.filter(isForAnyServer).map((entry) => ({ ...entry, profile: 'quick' as const })) : catalogue
  const chosen = rerunFailed ? selectFailed(eligible, previous) : selectChecks(eligible, options)
  await using target = isTarget ? await resolveTarget(options) : null
  const subject = target?.subject ?? (await resolveSubject(options))
  const selected = chosen.map((entry) => ({ ...entry, timeoutMs: timeLimitMs(entry, { kind: subject.kind, soakMs }) }))
  prepareOutputFolder(outputFolder)

  // A gate inside a gate keeps the outer run's mark, so that either can find its processes.
  process.env[runVariable] = [process.env[runVariable], runId].filter(Boolean).join(' ')
  const recorder = new Recorder(selected, progressFor(selected.length), signal)
  const temporaryFolder = mkdtempSync(join(tmpdir(), 'honestai-gate-'))
  // Hundreds of processes of a run load the same modules; none is compiled twice, and nothing of it outlives the outermost run.
  process.env.NODE_COMPILE_CACHE ??= join(temporaryFolder, 'compiled')
  const context = { runId, profile, soakMs, outputFolder, temporaryFolder, checksFolder, subject }
  await runChecks({ context, entries: selected, recorder, bail, signal })
  await target?.[Symbol.asyncDispose]()
  const leftovers = await sweepProcesses(runId)
  rmSync(temporaryFolder, { recursive: true, force: true })
  removeCopyFolders(repositoryRoot, runId)
  forgetRunning(outputFolder)

  const bailed = bail && [...recorder.results.values()].some(({ status }) => status === 'fail' || status === 'error')
  const interrupted = signal.aborted ? String(signal.reason) : bailed ? 'a check failed, and --bail was asked for' : null
  if (interrupted === null) for (const { id } of selected) recorder.giveUp(id, 'Its process ended without a word about it.')
  const result = assembleResult({
    runId,
    startedAt,
    endedAt: new Date().toISOString(),
    profile,
    partial: partOf(options, selected),
    interrupted,
    // What is cut off breaks in many ways that mean nothing.
    harnessErrors: signal.aborted
      ? []
      : [...recorder.harnessErrors, ...leftovers.map((command) => redact(`A process outlived the run: ${command}`))],
    environment: readEnvironment(),
    subject: toSubjectResult(subject),
    catalogue,
    selected,
    checks: applyWaivers([...recorder.results.values()], subject.target?.profile.waivers ?? [], startedAt.slice(0, 10)),
    previous,
  })
  writeReports(outputFolder, result)
  return result
}

/** The subject as a report names it: without the folders of this machine. */
const toSubjectResult = ({ kind, target, models }: Subject): Result['subject'] => ({
  kind,
  target: target && toTargetResult(target),
  models: models.map(({ id, path, bytes, sha256 }) => ({ id, file: basename(path), bytes, sha256 })),
})

const toTargetResult = ({ name, url, model, embeddingModel, started, capabilities }: TargetSubject) => ({
  ...{ name, url, model, embeddingModel, started },
  capabilities: capabilities.map((capability) => ({ ...capability, because: redact(capability.because) })),
})

/** The part of the gate that was asked for; null for all of it. */
function partOf({ suites, checks, shard, rerunFailed }: GateOptions, selected: readonly CatalogueEntry[]): Result['partial'] {
  if (rerunFailed || shard) return { suites: [], checks: selected.map(({ id }) => id) }
  return suites.length || checks.length ? { suites: [...suites], checks: [...checks] } : null
}

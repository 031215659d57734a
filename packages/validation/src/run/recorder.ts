import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'
import { redact } from '../base/redact.ts'
import type { CheckResult } from '../base/result.ts'
import { checkIdOf } from '../base/result.ts'
import type { CatalogueEntry } from '../verdict/catalogue.ts'
import { type BrokenFacts, brokenResult, toCheckResult } from './to-check-result.ts'

/** What the person at the terminal is told while checks run. */
export type Progress = {
  started(entry: CatalogueEntry): void
  ended(result: CheckResult): void
}

/** Vitest's reporter turned into check results: each check of the selection ends with at most one. */
export class Recorder implements Reporter {
  readonly results = new Map<string, CheckResult>()
  readonly harnessErrors: string[] = []
  readonly #started = new Set<string>()
  readonly #entries: Map<string, CatalogueEntry>
  readonly #progress: Progress

  /** Once it aborts, nothing more counts: what is cut off breaks in ways that mean nothing. */
  readonly #signal: AbortSignal

  constructor(entries: readonly CatalogueEntry[], progress: Progress, signal: AbortSignal) {
    this.#signal = signal
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]))
    this.#progress = progress
  }

  /** How long a check may take. */
  timeoutOf(id: string): number {
    return this.#entries.get(id)?.timeoutMs ?? 0
  }

  onTestCaseReady({ module }: TestCase): void {
    const entry = this.#entryOf(module)
    if (!entry) return
    this.#started.add(entry.id)
    this.#progress.started(entry)
  }

  onTestCaseResult(testCase: TestCase): void {
    const entry = this.#entryOf(testCase.module)
    // A cancelled run marks what it never started as skipped.
    if (entry && this.#started.has(entry.id)) this.#end(toCheckResult(entry, testCase))
  }

  onTestModuleEnd(module: TestModule): void {
    const entry = this.#entryOf(module)
    const [error] = module.errors()
    if (entry && error) this.#end(brokenResult(entry, `Its file does not load: ${error.message}`))
  }

  onTestRunEnd(_modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    if (!this.#signal.aborted) this.harnessErrors.push(...errors.map((error) => redact(`${error.name ?? 'Error'}: ${error.message}`)))
  }

  /** Ends a check that its own process can no longer end. */
  giveUp(id: string, reason: string, facts?: BrokenFacts): void {
    const entry = this.#entries.get(id)
    if (entry) this.#end(brokenResult(entry, reason, facts))
  }

  #end(result: CheckResult): void {
    if (this.#signal.aborted || this.results.has(result.id)) return
    this.results.set(result.id, result)
    this.#progress.ended(result)
  }

  #entryOf(module: TestModule): CatalogueEntry | undefined {
    return this.#entries.get(checkIdOf(module.moduleId))
  }
}

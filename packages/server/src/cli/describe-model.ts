import type { ModelReport } from '@honestai/core'

/** What `models` prints of one model. */
export function describeModel(report: ModelReport): string {
  const { id, abilities, error, warnings } = report
  const state = error ? `not usable, ${error.code}` : `usable (${abilities.join(', ')})`
  const lines = [
    `${id}: ${state}`,
    ...describeWeights(report),
    ...(error ? [error.message, ...error.steps.map((step) => `- ${step}`)] : []),
    ...warnings.map((warning) => `Warning: ${warning}`),
  ]
  return `${lines.join('\n  ')}\n`
}

function describeWeights({ verified, pinned, quantisation, parameters, memory, source, gated }: ModelReport): string[] {
  const kind = [quantisation, parameters === null ? null : `${millions(parameters)} million parameters`].filter((fact) => fact !== null)
  return [
    ...(source === null ? [] : [`from ${source}${gated ? ', a gated repository' : ''}`]),
    ...(verified ? [[...kind, pinned ? 'sha256 verified' : 'sha256 not pinned'].join(', ')] : []),
    ...(memory ? [`needs ${megabytes(memory.totalBytes)} MB of memory, ${megabytes(memory.availableBytes)} MB are available`] : []),
  ]
}

const millions = (count: number) => (count / 1e6).toFixed(count < 1e7 ? 1 : 0)
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0)

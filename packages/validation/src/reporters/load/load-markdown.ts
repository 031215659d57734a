import type { LoadPoint, LoadReport } from '../../bench/load/load-report.ts'
import type { MemorySample } from '../../bench/load/watch-memory.ts'
import { showNumber } from '../words/show-number.ts'
import { memoryByPhase, sayLoadTimes, showLoad } from './show-load.ts'

/** What the figures of a sweep mean. */
export const definitions =
  'First token: from the question to the first text. Between tokens: without the first; tokens that came together share the time since the last arrival. A token: the time after the first token over the tokens after it. Speeds are of the middle 80 % of the time.'

/** A sweep as Markdown, for a terminal and for a pull request. */
export function renderLoadMarkdown(report: LoadReport): string {
  const { at, environment, target, shape, objectives, points, kneeRequestsPerSecond, loadTimes, memory } = report
  const knee = points.some(({ load }) => 'requestsPerSecond' in load)
    ? [
        kneeRequestsPerSecond === null
          ? 'It kept up with no rate of arrivals that was tried.'
          : `It keeps up with ${showNumber(kneeRequestsPerSecond)} requests a second.`,
        '',
      ]
    : []
  return [
    `# Load on ${target.model}`,
    '',
    `${environment.cpu}, ${environment.cores} cores, ${environment.os}, Node ${environment.node}, commit ${environment.commit ?? 'unknown'}${environment.dirty ? ', changed' : ''}, ${at}`,
    '',
    `Questions of ${shape.promptWords} words, answers of ${shape.answerTokens} tokens (medians), ${shape.sharedWords} words shared by all. Good: first token within ${objectives.firstTokenMs} ms, then at most ${objectives.perOutputTokenMs} ms a token.`,
    '',
    '| load | tokens/s | requests/s | good | first token p50 / p99, ms | between tokens p50 / p99, ms | a token p50, ms | answer p50 / p99, ms | refused | failed |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...points.map(renderPoint),
    '',
    ...knee,
    ...(loadTimes ? [sayLoadTimes(loadTimes), ''] : []),
    ...(memory?.length ? renderMemory(memory) : []),
    definitions,
    '',
  ].join('\n')
}

const renderMemory = (samples: readonly MemorySample[]) => [
  '| phase | server at most, MiB | engine at most, MiB |',
  '| --- | --- | --- |',
  ...memoryByPhase(samples).map(({ phase, serverMiB, engineMiB }) => `| ${phase} | ${showNumber(serverMiB)} | ${showNumber(engineMiB)} |`),
  '',
]

function renderPoint(point: LoadPoint): string {
  const { load, requests, firstTokenMs, interTokenMs, perOutputTokenMs, durationMs } = point
  const name = `${showLoad(load)}${point.oversaturated ? ', too much' : ''}`
  const cells = [
    name,
    showNumber(point.outputTokensPerSecond),
    showNumber(point.requestsPerSecond),
    `${Math.round(point.goodput * 100)} %`,
    pair(firstTokenMs),
    pair(interTokenMs),
    showNumber(perOutputTokenMs.p50),
    pair(durationMs),
    requests.refused,
    requests.failed,
  ]
  return `| ${cells.join(' | ')} |`
}

const pair = ({ p50, p99 }: LoadPoint['durationMs']) => `${showNumber(p50)} / ${showNumber(p99)}`

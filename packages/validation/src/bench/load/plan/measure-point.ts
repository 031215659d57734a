import { quantile } from '../../statistics/summarise.ts'
import { theilSen } from '../../statistics/theil-sen.ts'
import type { LoadPoint, LoadReport } from '../load-report.ts'
import type { LoadedRequest } from './run-load.ts'
import { tokenTimes } from './token-times.ts'

/** Times that an answer may take at most to count as good, in milliseconds. */
export type Objectives = LoadReport['objectives']

/** Share of the time at the begin and at the end in which not all clients are at work. */
const edge = 0.1

/** Puts the requests of one load together. */
export function measurePoint(load: LoadPoint['load'], requests: readonly LoadedRequest[], objectives: Objectives): LoadPoint {
  const answered = requests.flatMap(({ sentMs, outcome }) =>
    'chat' in outcome ? [{ sentMs, chat: outcome.chat, times: tokenTimes(outcome.chat) }] : [],
  )
  const endMs = Math.max(0, ...answered.map(({ sentMs, chat }) => sentMs + chat.durationMs))
  const [fromMs, toMs] = [endMs * edge, endMs * (1 - edge)]
  const within = (atMs: number) => atMs >= fromMs && atMs < toMs
  const seconds = (toMs - fromMs) / 1_000
  const steady = answered.filter(({ sentMs }) => within(sentMs))
  const tokensWithin = answered.map(({ sentMs, chat }) => {
    const events = sum(chat.arrivals.map(({ events }) => events))
    const arrived = sum(chat.arrivals.map(({ atMs, events }) => (within(sentMs + atMs) ? events : 0)))
    return (arrived / Math.max(1, events)) * chat.completionTokens
  })
  const isGood = ({ firstTokenMs, perOutputTokenMs }: Objectives) =>
    firstTokenMs <= objectives.firstTokenMs && !(perOutputTokenMs > objectives.perOutputTokenMs)
  const count = (kind: 'refused' | 'failed') => requests.filter(({ outcome }) => kind in outcome).length
  return {
    load,
    requests: { sent: requests.length, answered: answered.length, refused: count('refused'), failed: count('failed') },
    outputTokensPerSecond: sum(tokensWithin) / seconds,
    requestsPerSecond: answered.filter(({ sentMs, chat }) => within(sentMs + chat.durationMs)).length / seconds,
    goodput: answered.filter(({ times }) => isGood(times)).length / requests.length,
    firstTokenMs: percentiles(steady.map(({ times }) => times.firstTokenMs)),
    interTokenMs: percentiles(steady.flatMap(({ times }) => times.interTokenMs)),
    perOutputTokenMs: percentiles(steady.map(({ times }) => times.perOutputTokenMs).filter(Number.isFinite)),
    durationMs: percentiles(steady.map(({ times }) => times.durationMs)),
    longestSilenceMs: Math.max(0, ...steady.map(({ times }) => times.longestSilenceMs)),
    promptTokens: sum(answered.map(({ chat }) => chat.promptTokens)),
    cachedTokens: sum(answered.map(({ chat }) => chat.cachedTokens)),
    completionTokens: sum(answered.map(({ chat }) => chat.completionTokens)),
    oversaturated: 'requestsPerSecond' in load && isOversaturated(requests),
  }
}

/** A server that refuses what it cannot serve in time is at its limit too, however short its queue. */
function isOversaturated(requests: readonly LoadedRequest[]): boolean {
  const rises = (values: readonly number[]) => theilSen(values).low > 0
  const waits = requests.flatMap(({ outcome }) => ('chat' in outcome ? [outcome.chat.firstTokenMs] : []))
  const refused = requests.some(({ outcome }) => 'refused' in outcome)
  return refused || (rises(requests.map(({ underWay }) => underWay)) && rises(waits))
}

/** NaN without values. */
function percentiles(values: readonly number[]): LoadPoint['durationMs'] {
  const ascending = Float64Array.from(values).sort()
  return { p50: quantile(ascending, 0.5), p90: quantile(ascending, 0.9), p99: quantile(ascending, 0.99), count: values.length }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

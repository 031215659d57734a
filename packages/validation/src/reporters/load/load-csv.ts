import type { SweptLoad } from '../../bench/load/plan/sweep-load.ts'
import { tokenTimes } from '../../bench/load/plan/token-times.ts'

const columns = [
  'load',
  'sent_ms',
  'under_way',
  'outcome',
  'first_token_ms',
  'per_output_token_ms',
  'longest_silence_ms',
  'duration_ms',
  'prompt_tokens',
  'cached_tokens',
  'completion_tokens',
] as const

/** Every request of a sweep, one a line. All values are numbers or words without commas. */
export function renderLoadCsv(loads: readonly SweptLoad[]): string {
  const lines = loads.flatMap(({ point, requests }) =>
    requests.map(({ sentMs, underWay, outcome }) => {
      const head = [nameOfLoad(point.load), sentMs.toFixed(1), underWay]
      if (!('chat' in outcome)) return [...head, 'refused' in outcome ? 'refused' : 'failed', ...Array(7).fill('')]
      const { chat } = outcome
      const { firstTokenMs, perOutputTokenMs, longestSilenceMs, durationMs } = tokenTimes(chat)
      const times = [firstTokenMs, perOutputTokenMs, longestSilenceMs, durationMs].map((ms) => (Number.isFinite(ms) ? ms.toFixed(2) : ''))
      return [...head, 'answered', ...times, chat.promptTokens, chat.cachedTokens, chat.completionTokens]
    }),
  )
  return [columns, ...lines].map((line) => `${line.join(',')}\n`).join('')
}

/** A load in a word. */
const nameOfLoad = (load: SweptLoad['point']['load']): string =>
  'clients' in load ? `clients-${load.clients}` : `rate-${load.requestsPerSecond.toFixed(2)}`

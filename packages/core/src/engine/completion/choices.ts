import type { ChatEvent, ChoiceEnd, ChosenTokenLogprob, Usage } from '../../chat/chat.ts'
import type { Drafts } from '../sampling/token-source.ts'
import type { Completion } from './completion.ts'

type Start = Extract<ChatEvent, { type: 'start' }>
type End = Extract<ChatEvent, { type: 'end' }>

/** The completions of one request as one stream: its events tell of which they are, where there are several. */
export class Choices {
  readonly #completions: readonly Completion[]
  readonly #ends = new Map<number, End>()
  #start: Start | undefined

  constructor(completions: readonly Completion[]) {
    this.#completions = completions
  }

  /** A completion begins in a slot that held so many prompt tokens already. The first to begin starts the stream. */
  start(choice: number, cachedTokens: number): ChatEvent[] {
    const start = this.#completion(choice).start(cachedTokens)
    if (this.#start) return []
    this.#start = start
    return [start]
  }

  /** A completion takes a token; returns the events it completes. */
  take(choice: number, token: number, logprob?: ChosenTokenLogprob): ChatEvent[] {
    return this.#tag(choice, this.#completion(choice).take(token, logprob))
  }

  /** A completion ends; returns what it held back, and the end of the stream when it was the last. */
  end(choice: number, drafts?: Drafts): ChatEvent[] {
    const events = this.#completion(choice).end(drafts)
    const end = events.pop() as End
    this.#ends.set(choice, end)
    const last = this.#ends.size < this.#completions.length ? [] : [this.#joinEnds(end)]
    return [...this.#tag(choice, events), ...last]
  }

  #completion(choice: number): Completion {
    return this.#completions[choice] as Completion
  }

  #tag(choice: number, events: ChatEvent[]): ChatEvent[] {
    return this.#completions.length === 1 ? events : events.map((event) => ({ ...event, choice }))
  }

  #joinEnds(last: End): End {
    if (this.#completions.length === 1) return last
    const ends = this.#completions.map((_, choice) => this.#ends.get(choice) as End)
    const choices: ChoiceEnd[] = ends.map(({ reason, tokens }) => ({ reason, tokens }))
    // The prompt is one prompt, so it is counted once, as at the start.
    const cachedTokens = this.#start?.cachedTokens ?? 0
    const warnings = [...new Set(ends.flatMap((end) => end.warnings ?? []))]
    return {
      ...(ends[0] as End),
      ...(warnings.length > 0 && { warnings }),
      usage: { ...joinUsage(ends.map((end) => end.usage)), cachedTokens },
      choices,
    }
  }
}

function joinUsage(usages: readonly Usage[]): Usage {
  const sum = (count: (usage: Usage) => number) => usages.reduce((total, usage) => total + count(usage), 0)
  const [first] = usages as [Usage]
  return {
    ...first,
    completionTokens: sum((usage) => usage.completionTokens),
    reasoningTokens: sum((usage) => usage.reasoningTokens),
    ...(first.draftTokens === undefined
      ? {}
      : { draftTokens: sum((usage) => usage.draftTokens ?? 0), acceptedDraftTokens: sum((usage) => usage.acceptedDraftTokens ?? 0) }),
  }
}

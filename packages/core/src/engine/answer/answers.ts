import type { ChatEvent, ChoiceEnd, ChosenTokenLogprob, Usage } from '../../chat/chat.ts'
import type { Drafts } from '../sampling/token-source.ts'
import type { Answer } from './answer.ts'

type Start = Extract<ChatEvent, { type: 'start' }>
type End = Extract<ChatEvent, { type: 'end' }>

/** The answers to one request as one stream: its events tell of which answer they are, where there are several. */
export class Answers {
  readonly #answers: readonly Answer[]
  readonly #ends = new Map<number, End>()
  #start: Start | undefined

  constructor(answers: readonly Answer[]) {
    this.#answers = answers
  }

  /** An answer begins in a slot that held so many prompt tokens already. The first to begin starts the stream. */
  start(choice: number, cachedTokens: number): ChatEvent[] {
    const start = this.#answer(choice).start(cachedTokens)
    if (this.#start) return []
    this.#start = start
    return [start]
  }

  /** An answer takes a token; returns the events it completes. */
  take(choice: number, token: number, logprob?: ChosenTokenLogprob): ChatEvent[] {
    return this.#tag(choice, this.#answer(choice).take(token, logprob))
  }

  /** An answer ends; returns what it held back, and the end of the stream when it was the last. */
  end(choice: number, drafts?: Drafts): ChatEvent[] {
    const events = this.#answer(choice).end(drafts)
    const end = events.pop() as End
    this.#ends.set(choice, end)
    const last = this.#ends.size < this.#answers.length ? [] : [this.#joinEnds(end)]
    return [...this.#tag(choice, events), ...last]
  }

  #answer(choice: number): Answer {
    return this.#answers[choice] as Answer
  }

  #tag(choice: number, events: ChatEvent[]): ChatEvent[] {
    return this.#answers.length === 1 ? events : events.map((event) => ({ ...event, choice }))
  }

  #joinEnds(last: End): End {
    if (this.#answers.length === 1) return last
    const ends = this.#answers.map((_, choice) => this.#ends.get(choice) as End)
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

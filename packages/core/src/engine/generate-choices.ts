import type { ChatEvent, ChatRequest, ChoiceEnd, Usage } from '../chat/chat.ts'

type Start = Extract<ChatEvent, { type: 'start' }>
type End = Extract<ChatEvent, { type: 'end' }>

/**
 * Gives the events of several answers to one request as they come, all generated at the same time. Whoever leaves the
 * iteration early waits until all have ended; when one fails, the others end too.
 */
export async function* generateChoices(request: ChatRequest, generate: (single: ChatRequest) => AsyncGenerator<ChatEvent, void>) {
  const chats = singleRequests(request).map(generate)
  let start: Start | undefined
  const ends: End[] = []
  const pull = async (choice: number) => ({ choice, result: await chats[choice]?.next() })
  const pulls = new Map(chats.map((_, choice) => [choice, pull(choice)]))
  try {
    while (pulls.size > 0) {
      const { choice, result } = await Promise.race(pulls.values())
      if (!result || result.done) {
        pulls.delete(choice)
        continue
      }
      pulls.set(choice, pull(choice))
      const event = result.value
      if (event.type === 'end') ends[choice] = event
      else if (event.type !== 'start') yield { ...event, choice }
      else if (!start) {
        start = event
        yield start
      }
    }
    yield joinEnds(ends, start)
  } finally {
    await Promise.allSettled(chats.map((chat) => chat.return()))
  }
}

const seeds = 2 ** 32 - 1

/** A request for several answers as requests for one; every answer after the first has a seed of its own. */
function singleRequests(request: ChatRequest): ChatRequest[] {
  const { seed } = request.sampling
  return Array.from({ length: request.choices ?? 1 }, (_, choice) => ({
    ...request,
    choices: 1,
    sampling: { ...request.sampling, ...(seed === undefined ? {} : { seed: (seed + choice) % seeds }) },
  }))
}

function joinEnds(ends: readonly End[], start: Start | undefined): End {
  const [first] = ends
  if (!first || !start) throw new Error('No answer has ended.')
  const choices: ChoiceEnd[] = ends.map(({ reason, tokens }) => ({ reason, tokens }))
  return {
    ...first,
    usage: joinUsage(
      ends.map((end) => end.usage),
      start.cachedTokens,
    ),
    choices,
  }
}

/** The prompt is counted once, as it is one prompt; cached were those of its tokens that the answer found that began first. */
function joinUsage(usages: readonly Usage[], cachedTokens: number): Usage {
  const sum = (count: (usage: Usage) => number) => usages.reduce((total, usage) => total + count(usage), 0)
  const [first] = usages as [Usage]
  return {
    ...first,
    cachedTokens,
    completionTokens: sum((usage) => usage.completionTokens),
    reasoningTokens: sum((usage) => usage.reasoningTokens),
    ...(first.draftTokens === undefined
      ? {}
      : { draftTokens: sum((usage) => usage.draftTokens ?? 0), acceptedDraftTokens: sum((usage) => usage.acceptedDraftTokens ?? 0) }),
  }
}

import type { ChatEvent, ChatRequest, ChoiceEnd, Usage } from '../chat/chat.ts'

type End = Extract<ChatEvent, { type: 'end' }>

/**
 * Gives the events of several answers to one request as they come, all generated at the same time. Whoever leaves the
 * iteration early waits until all have ended; when one fails, the others end too.
 */
export async function* generateChoices(request: ChatRequest, generate: (single: ChatRequest) => AsyncGenerator<ChatEvent, void>) {
  const chats = singleRequests(request).map(generate)
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
      if (result.value.type === 'end') ends[choice] = result.value
      else yield { ...result.value, choice }
    }
    yield joinEnds(ends)
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

function joinEnds(ends: readonly End[]): End {
  const [first] = ends
  if (!first) throw new Error('No answer has ended.')
  const choices: ChoiceEnd[] = ends.map(({ reason, tokens }) => ({ reason, tokens }))
  return { ...first, usage: joinUsage(ends.map((end) => end.usage)), choices }
}

/** The prompt is counted once, as it is one prompt; cached were those of its tokens that the first answer found. */
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

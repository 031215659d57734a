import { ReadableStream } from 'node:stream/web'
import type { Token } from 'node-llama-cpp'
import type { ChatEvent, ChosenTokenLogprob } from '../chat/chat.ts'
import { routerError } from '../errors.ts'
import type { Answer } from './answer.ts'
import { Answers } from './answers.ts'
import { SlotGeneration } from './slot-generation.ts'
import type { StepLoop } from './step-loop.ts'
import type { GeneratedToken, StartTokens } from './token-source.ts'

/** A chat ready to be generated: its prompt is tokenized and fits, its answers are empty. */
export type PreparedChat = {
  prompt: Token[]
  choices: readonly { answer: Answer; startTokens: StartTokens }[]
  /** What to tell of a token whose log probability was asked for. */
  describe: (generated: GeneratedToken) => ChosenTokenLogprob | undefined
}

/**
 * Generates the events of one chat, each of its answers in a slot of the loop, or none of them where too few are idle. Whoever leaves
 * the iteration early waits until the slots are free; when one answer fails, the others end too.
 */
export async function* generateChat(loop: StepLoop, chat: PreparedChat, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent, void> {
  const left = new AbortController()
  const slotsFree = Promise.withResolvers<void>()
  const events = new ReadableStream<ChatEvent>({
    start(controller) {
      void fill(controller, loop, chat, left, signal).finally(slotsFree.resolve)
    },
    cancel: () => left.abort(),
  })
  try {
    for await (const event of events) {
      // What was generated before the cancel is not passed on after it.
      if (signal?.aborted) throw routerError('request_cancelled', {})
      yield event
    }
  } finally {
    left.abort()
    await slotsFree.promise
  }
}

async function fill(
  controller: ReadableStreamDefaultController<ChatEvent>,
  loop: StepLoop,
  { prompt, choices, describe }: PreparedChat,
  left: AbortController,
  caller: AbortSignal | undefined,
): Promise<void> {
  const signal = caller ? AbortSignal.any([caller, left.signal]) : left.signal
  const emit = (events: ChatEvent[]) => {
    if (!signal.aborted) for (const event of events) controller.enqueue(event)
  }
  const answers = new Answers(choices.map(({ answer }) => answer))
  const generations = choices.map(
    ({ answer, startTokens }, choice) =>
      new SlotGeneration({
        prompt,
        startTokens,
        signal,
        onStart: (cachedTokens) => emit(answers.start(choice, cachedTokens)),
        onToken: (generated) => {
          emit(answers.take(choice, generated.token, describe(generated)))
          return answer.complete ? 'stop' : 'continue'
        },
      }),
  )
  let ends: Promise<void>[] = []
  try {
    ends = loop.run(...generations).map(async (ended, choice) => {
      if ((await ended) === 'aborted') throw routerError('request_cancelled', {})
      emit(answers.end(choice, generations[choice]?.drafts))
    })
    await Promise.all(ends)
    controller.close()
  } catch (error) {
    controller.error(error)
    left.abort()
    await Promise.allSettled(ends)
  }
}

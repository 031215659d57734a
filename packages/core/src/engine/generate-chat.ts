import { ReadableStream } from 'node:stream/web'
import type { Token } from 'node-llama-cpp'
import type { ChatEvent, ChosenTokenLogprob } from '../chat/chat.ts'
import { routerError } from '../errors.ts'
import type { Answer } from './answer.ts'
import { SlotGeneration } from './slot-generation.ts'
import type { StepLoop } from './step-loop.ts'
import type { GeneratedToken, StartTokens } from './token-source.ts'

/** A chat ready to be generated: its prompt is tokenized and fits, its answer is empty. */
export type PreparedChat = {
  prompt: Token[]
  startTokens: StartTokens
  answer: Answer
  /** What to tell of a token whose log probability was asked for. */
  describe: (generated: GeneratedToken) => ChosenTokenLogprob | undefined
}

/** Generates the events of one chat in a slot of the loop. Whoever leaves the iteration early waits until the slot is free. */
export async function* generateChat(loop: StepLoop, chat: PreparedChat, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent, void> {
  const left = new AbortController()
  const signals = signal ? AbortSignal.any([signal, left.signal]) : left.signal
  const slotFree = Promise.withResolvers<void>()
  const events = new ReadableStream<ChatEvent>({
    start(controller) {
      void fill(controller, loop, chat, signals).finally(slotFree.resolve)
    },
  })
  try {
    for await (const event of events) {
      // What was generated before the cancel is not passed on after it.
      if (signal?.aborted) throw routerError('request_cancelled', {})
      yield event
    }
  } finally {
    left.abort()
    await slotFree.promise
  }
}

async function fill(
  controller: ReadableStreamDefaultController<ChatEvent>,
  loop: StepLoop,
  { prompt, startTokens, answer, describe }: PreparedChat,
  signal: AbortSignal,
): Promise<void> {
  const emit = (events: ChatEvent[]) => {
    if (!signal.aborted) for (const event of events) controller.enqueue(event)
  }
  try {
    const generation = new SlotGeneration({
      prompt,
      startTokens,
      signal,
      onStart: (cachedTokens) => emit([answer.start(cachedTokens)]),
      onToken: (generated) => {
        emit(answer.take(generated.token, describe(generated)))
        return answer.complete ? 'stop' : 'continue'
      },
    })
    const end = await loop.run(generation)
    if (end === 'aborted') throw routerError('request_cancelled', {})
    emit(answer.end(generation.drafts))
    controller.close()
  } catch (error) {
    controller.error(error)
  }
}

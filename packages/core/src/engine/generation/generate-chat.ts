import type { ChatEvent, ChosenTokenLogprob } from '../../chat/chat.ts'
import { routerError } from '../../errors.ts'
import { BufferedStream } from '../buffered-stream.ts'
import { Choices } from '../completion/choices.ts'
import type { Completion } from '../completion/completion.ts'
import type { GeneratedToken, TokenSource } from '../sampling/token-source.ts'
import type { BatchScheduler } from '../steps/batch-scheduler.ts'
import { AnswerClock } from './answer-clock.ts'
import { SlotGeneration } from './slot-generation.ts'

/** A chat ready to be generated: its prompt is tokenized and fits, its answers are empty. */
export type PreparedChat = {
  prompt: readonly number[]
  /** Tokens that a slot can hold. */
  contextSize: number
  choices: readonly { answer: Completion; startTokens: () => TokenSource }[]
  /** What to tell of a token whose log probability was asked for. */
  describe: (generated: GeneratedToken) => ChosenTokenLogprob | undefined
}

/** Given as the reason of aborts that nobody is told of: without one, an exception with a stack would be made for each chat. */
const over = Symbol('over')

/**
 * Generates the events of one chat, each of its answers in a slot of the loop, or none of them where too few are idle. Whoever leaves
 * the iteration early waits until the slots are free; when one answer fails, the others end too.
 */
export async function* generateChat(
  loop: BatchScheduler,
  chat: PreparedChat,
  caller: AbortSignal | undefined,
): AsyncGenerator<ChatEvent, void> {
  const left = new AbortController()
  const signal = caller ? AbortSignal.any([caller, left.signal]) : left.signal
  const wake = () => loop.wake()
  const events = new BufferedStream<ChatEvent>({ onResume: wake, onLeave: () => left.abort(over) })
  signal.addEventListener('abort', wake)
  const ended = generate(loop, chat, events, signal).then(
    () => events.close(),
    (error) => events.fail(error),
  )
  try {
    for await (const event of events) {
      // What was generated before the cancel is not passed on after it.
      if (signal.aborted) throw routerError('request_cancelled', {})
      yield event
    }
  } finally {
    left.abort(over)
    await ended
  }
}

async function generate(loop: BatchScheduler, chat: PreparedChat, events: BufferedStream<ChatEvent>, caller: AbortSignal): Promise<void> {
  const failed = new AbortController()
  const signal = AbortSignal.any([caller, failed.signal])
  const clock = new AnswerClock()
  const answers = new Choices(chat.choices.map(({ answer }) => answer))
  const tell = (told: ChatEvent[]) => {
    if (signal.aborted) return
    for (const event of told) events.push(event.type === 'end' ? { ...event, timing: clock.timing } : event)
  }
  const generations = chat.choices.map(
    ({ answer, startTokens }, choice) =>
      new SlotGeneration({
        prompt: chat.prompt,
        startTokens,
        signal,
        contextSize: chat.contextSize,
        isPaused: () => events.paused,
        onStart: (cachedTokens) => {
          clock.started()
          tell(answers.start(choice, cachedTokens))
        },
        onToken: (generated) => {
          clock.token()
          tell(answers.take(choice, generated.token, chat.describe(generated)))
          return answer.complete ? 'stop' : 'continue'
        },
      }),
  )
  const ends = loop.run(...generations).map(async (ended, choice) => {
    if ((await ended) === 'aborted') throw routerError('request_cancelled', {})
    tell(answers.end(choice, generations[choice]?.drafts))
  })
  try {
    await Promise.all(ends)
  } finally {
    // When one fails, the others end too.
    failed.abort(over)
    await Promise.allSettled(ends)
  }
}

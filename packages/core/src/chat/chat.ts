import type { Sampling } from '../config/sampling/sampling.ts'

/** A function a model may ask its caller to run, in OpenAI's form. */
export type ToolDefinition = {
  type: 'function'
  function: { name: string; description?: string | undefined; parameters?: Record<string, unknown> | undefined }
  /** Its JSON as the caller wrote it: numbers, order and members that the fields above cannot hold. A template is shown this. */
  source?: string | undefined
}

/** A model's request to run a function. `arguments` is the JSON text as the model wrote it. */
export type ToolCall = { id: string; name: string; arguments: string }

/** One turn of a chat. */
export type ChatMessage = {
  content: string
  /** The parts that `content` joins, where it was sent in several. */
  parts?: readonly string[] | undefined
  name?: string | undefined
} & (
  | { role: 'system' | 'user' }
  /** `reasoning`: what it thought before it said this. */
  | { role: 'assistant'; toolCalls?: ToolCall[] | undefined; reasoning?: string | undefined }
  | { role: 'tool'; toolCallId: string }
)

/** The form an answer must have. A grammar is in llama.cpp's GBNF and begins with its rule `root`. */
export type ResponseFormat =
  | { type: 'text' }
  | { type: 'json-object' }
  | { type: 'json-schema'; schema: unknown }
  | { type: 'grammar'; gbnf: string }

/** Whether tools are called: as the model likes, never, at least one, or this one. */
export type ToolChoice = 'auto' | 'none' | 'required' | { name: string }

/** What to answer: messages, which the model's template turns into a prompt, or a prompt. */
export type ChatRequest = {
  /** Empty where there is a prompt. */
  messages: ChatMessage[]
  /**
   * A prompt that no template touches, as text or as token ids; its answer is all text. A text begins as the vocabulary has it, with
   * its first token where it asks for one; ids are taken as they are.
   */
  prompt?: string | number[] | undefined
  /** Recognises special tokens in the text of `prompt`; false by default. */
  parseSpecial?: boolean | undefined
  tools?: ToolDefinition[] | undefined
  /** `auto` by default. */
  toolChoice?: ToolChoice | undefined
  /** False ends an answer after its first call; true by default. */
  parallelToolCalls?: boolean | undefined
  /** Any text by default. */
  responseFormat?: ResponseFormat | undefined
  /** Turns reasoning on or off where the model's template has a switch for it; by default as the template has it. */
  reasoning?: boolean | undefined
  /** How much to reason, in OpenAI's words; templates that know no such levels do not see it. */
  reasoningEffort?: string | undefined
  /** Variables for the template, by its own names. */
  templateArguments?: Record<string, unknown> | undefined
  sampling: Sampling
  /** Longest answer, in tokens; by default what is left of the context. */
  maxTokens?: number | undefined
  /** The answer ends before the first of these texts. */
  stop?: string[] | undefined
  /** Tells the log probability of every token, and of so many of the likeliest in its place: 0 to 20. */
  logprobs?: { topTokens: number } | undefined
  /** Tells with each delta the ids of the tokens that it holds. */
  tokenIds?: boolean | undefined
  /** How many answers to give at the same time, each in a slot of its own; 1 by default. */
  choices?: number | undefined
  /**
   * False guesses no tokens where the model's config has it so. Answers at a temperature above 0, with a form, penalties, log
   * probabilities or of several choices are never guessed at.
   */
  speculation?: boolean | undefined
  /** Goes on to the token limit, whatever ends the model writes. For measurements. */
  ignoreEos?: boolean | undefined
}

/** The natural logarithm of a token's probability, before temperature and the other samplers. */
export type TokenLogprob = {
  id: number
  text: string
  /** Its bytes, which need not be whole characters. */
  bytes: number[]
  logprob: number
}

/** A token of an answer, with the likeliest in its place, the likeliest first. */
export type ChosenTokenLogprob = TokenLogprob & { top: TokenLogprob[] }

/** Token counts of one request, as the engine counted them. */
export type Usage = {
  promptTokens: number
  /** Prompt tokens that were in the slot already. */
  cachedTokens: number
  completionTokens: number
  /** Completion tokens spent on reasoning. */
  reasoningTokens: number
  /** Tokens that speculation guessed. */
  draftTokens?: number | undefined
  /** Guessed tokens that came into the answer. */
  acceptedDraftTokens?: number | undefined
}

/** Why an answer ended. */
export type EndReason = 'stop' | 'length' | 'tool-calls'

/** How one of several answers ended. */
export type ChoiceEnd = { reason: EndReason; tokens: number[] }

/** How long an answer took, as its engine saw it: from its slot to its first token, and from there to its last. */
export type AnswerTiming = { promptMs: number; answerMs: number }

/** To which of several answers an event belongs, from 0; absent when one was asked for. */
type OfChoice = { choice?: number }

/** What comes out of an engine, in order: one `start` comes first, one `end` last. */
export type ChatEvent =
  /** The prompt is known and its slot chosen, which held `cachedTokens` of it already. */
  | { type: 'start'; promptTokens: number; cachedTokens: number }
  | ({ type: 'text-delta'; text: string; logprobs?: ChosenTokenLogprob[]; tokens?: number[] } & OfChoice)
  | ({ type: 'reasoning-delta'; text: string; logprobs?: ChosenTokenLogprob[]; tokens?: number[] } & OfChoice)
  /** A call begins; `index` numbers the calls of an answer from 0. */
  | ({ type: 'tool-call-start'; index: number; id: string; name: string } & OfChoice)
  /** More of the text of its arguments. */
  | ({ type: 'tool-call-delta'; index: number; argumentsText: string } & OfChoice)
  /** A call is complete. */
  | ({ type: 'tool-call'; call: ToolCall } & OfChoice)
  /** `stop`: the text that ended it. `timing` is absent where no engine generated it. `choices` holds the end of each answer when several were asked for; `reason` and `tokens` are those of the first. `warnings`: what a caller might not expect of the answer. */
  | {
      type: 'end'
      reason: EndReason
      stop?: string
      usage: Usage
      tokens: number[]
      timing?: AnswerTiming
      choices?: ChoiceEnd[]
      warnings?: string[]
    }

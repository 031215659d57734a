import { expectTypeOf, test } from 'vitest'
import type { ChatEvent, Decision, EndReason, ErrorDetails, LabelOutput, Router, RouterEvent, TaskName, TaskResult } from './index.ts'

// What a user's editor infers. `pnpm check:types` judges these; when they run they hold by themselves.

test('a task that is named gives the output of that task', () => {
  const embed = (router: Router) => router.runTask('embedding_generation', 'text')
  const moderate = (router: Router) => router.runTask('content_moderation', 'text')
  expectTypeOf<Awaited<ReturnType<typeof embed>>['output']>().toEqualTypeOf<{ vector: number[] }>()
  expectTypeOf<Awaited<ReturnType<typeof moderate>>['output']>().toEqualTypeOf<LabelOutput & { safe: boolean }>()
})

test('a task that is known only as one of all gives one of their outputs, to be told apart', () => {
  expectTypeOf<TaskResult<TaskName>['output']>().not.toEqualTypeOf<{ vector: number[] }>()
  expectTypeOf<{ vector: number[] }>().toExtend<TaskResult<TaskName>['output']>()
})

test('a task that does not exist is a mistake', () => {
  // @ts-expect-error
  const misspelt = (router: Router) => router.runTask('embeddings', 'text')
  expectTypeOf(misspelt).toBeFunction()
})

test('the type of an event tells what else it has', () => {
  const read = (event: ChatEvent): string | EndReason | undefined => {
    switch (event.type) {
      case 'text-delta':
      case 'reasoning-delta':
        expectTypeOf(event.text).toEqualTypeOf<string>()
        return event.text
      case 'tool-call':
        expectTypeOf(event.call.name).toEqualTypeOf<string>()
        return event.call.name
      case 'end':
        expectTypeOf(event.reason).toEqualTypeOf<EndReason>()
        return event.reason
      default:
        // @ts-expect-error: these have no text of an answer
        return event.text
    }
  }
  expectTypeOf(read).returns.toEqualTypeOf<string | undefined>()
})

test('the events of a router are told apart by their type', () => {
  expectTypeOf<Extract<RouterEvent, { type: 'request-first-token' }>>().toHaveProperty('firstTokenMs')
  expectTypeOf<Extract<RouterEvent, { type: 'model-unloaded' }>>().toHaveProperty('cause')
})

test('the code of an error tells what it carries', () => {
  expectTypeOf<ErrorDetails<'overloaded'>>().toHaveProperty('retryAfterSeconds')
  expectTypeOf<ErrorDetails<'shutting_down'>>().not.toHaveProperty('retryAfterSeconds')
})

test('the start of a routed chat tells the decision, and its end does not', () => {
  type RoutedEvent = ReturnType<Router['chat']>['events'] extends AsyncIterable<infer Event> ? Event : never
  expectTypeOf<Extract<RoutedEvent, { type: 'start' }>['decision']>().toEqualTypeOf<Decision>()
  expectTypeOf<Extract<RoutedEvent, { type: 'start' }>['warnings']>().toEqualTypeOf<readonly string[]>()
  expectTypeOf<Extract<RoutedEvent, { type: 'end' }>>().not.toHaveProperty('decision')
})

test('a fallback says whom it stands in for, and only a fallback does', () => {
  expectTypeOf<Extract<Decision, { reason: 'fallback' }>['fallbackFrom']>().toEqualTypeOf<string>()
  expectTypeOf<Exclude<Decision, { reason: 'fallback' }>>().not.toHaveProperty('fallbackFrom')
})

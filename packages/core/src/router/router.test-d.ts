import { expectTypeOf, test } from 'vitest'
import type { Usage } from '../chat/chat.ts'
import type { Decision } from './decision.ts'
import type { RoutedChatEvent, Router } from './router.ts'

declare const router: Router

test('a task gives the output of its own kind', async () => {
  const reasoned = await router.runTask('general_reasoning', 'What is 3 plus 4?')
  expectTypeOf(reasoned.task).toEqualTypeOf<'general_reasoning'>()
  expectTypeOf(reasoned.output).toEqualTypeOf<{ text: string; endReason: 'stop' | 'length' | 'tool-calls'; value?: unknown }>()

  const moderated = await router.runTask('content_moderation', 'Hi.')
  expectTypeOf(moderated.output.safe).toEqualTypeOf<boolean>()
  expectTypeOf(moderated.output.probabilities).toEqualTypeOf<Record<string, number>>()

  const intent = await router.runTask('intent_classification', 'A table for two.')
  expectTypeOf(intent.output).toEqualTypeOf<{ label: string; probability: number; probabilities: Record<string, number> }>()
  expectTypeOf(intent.output).not.toHaveProperty('safe')

  const embedded = await router.runTask('embedding_generation', 'Hi.')
  expectTypeOf(embedded.output).toEqualTypeOf<{ vector: number[] }>()
})

test('a task that there is not is a mistake of the program', () => {
  // @ts-expect-error: it is no name of a task.
  router.runTask('poetry', 'Hi.')
})

test('an event of a chat is narrowed by its type', async () => {
  for await (const event of router.chat({ model: 'canary' }, { messages: [], sampling: {} }).events) {
    expectTypeOf(event).toEqualTypeOf<RoutedChatEvent>()
    switch (event.type) {
      case 'start':
        expectTypeOf(event.decision).toEqualTypeOf<Decision>()
        expectTypeOf(event.warnings).toEqualTypeOf<readonly string[]>()
        expectTypeOf(event.dropped[0]?.role).toEqualTypeOf<'system' | 'user' | 'assistant' | 'tool' | undefined>()
        break
      case 'text-delta':
      case 'reasoning-delta':
        expectTypeOf(event.text).toEqualTypeOf<string>()
        break
      case 'tool-call-start':
        expectTypeOf(event.name).toEqualTypeOf<string>()
        break
      case 'tool-call-delta':
        expectTypeOf(event.argumentsText).toEqualTypeOf<string>()
        break
      case 'tool-call':
        expectTypeOf(event.call).toEqualTypeOf<{ id: string; name: string; arguments: string }>()
        break
      case 'end':
        expectTypeOf(event.usage).toEqualTypeOf<Usage>()
        expectTypeOf(event).not.toHaveProperty('decision')
        break
      default:
        // Every type of event stands above.
        expectTypeOf(event).toBeNever()
    }
  }
})

test('a fallback says whom it stands in for, and only a fallback does', () => {
  const { decide } = router
  const decision = decide({ task: 'general_reasoning' })
  if (decision.reason === 'fallback') expectTypeOf(decision.fallbackFrom).toEqualTypeOf<string>()
  else expectTypeOf(decision).not.toHaveProperty('fallbackFrom')
})

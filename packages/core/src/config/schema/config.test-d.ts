import { expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type { Config, config, ModelConfig } from './config.ts'
import type { TaskName } from './task-config.ts'

test('what has a default is never absent from a config that was read', () => {
  expectTypeOf<ModelConfig['temperature']>().toEqualTypeOf<number>()
  expectTypeOf<ModelConfig['slots']>().toEqualTypeOf<number>()
  expectTypeOf<ModelConfig['preload']>().toEqualTypeOf<boolean>()
  expectTypeOf<ModelConfig['speculation']>().toEqualTypeOf<'none' | 'prompt-lookup'>()
  expectTypeOf<Config['server']['port']>().toEqualTypeOf<number>()
  expectTypeOf<Config['tasks']['content_moderation']['safeLabels']>().toEqualTypeOf<string[]>()
})

test('what has none may be absent', () => {
  expectTypeOf<ModelConfig['fallback']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<ModelConfig['maxCompletionTokens']>().toEqualTypeOf<number | undefined>()
  expectTypeOf<ModelConfig['sha256']>().toEqualTypeOf<string | string[] | undefined>()
})

test('who writes a config must name its models, and each by an id', () => {
  type Written = z.input<typeof config>
  expectTypeOf<{ models: [{ id: string; path: string }] }>().toExtend<Written>()
  expectTypeOf<{ models: [{ path: string }] }>().not.toExtend<Written>()
  expectTypeOf<{ server: { port: number } }>().not.toExtend<Written>()
  expectTypeOf<{ models: [{ id: string; provider: 'cloud' }] }>().not.toExtend<Written>()
})

test('each task has a section of its own, and no other', () => {
  expectTypeOf<keyof Config['tasks']>().toEqualTypeOf<TaskName>()
  expectTypeOf<Config['tasks']['embedding_generation']>().not.toHaveProperty('labels')
})

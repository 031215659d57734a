import assert from 'node:assert/strict'
import { collect, type EngineCase, rejection, say, sayLong } from './engine-case.ts'

const longAnswer = sayLong('one two three four five six seven eight')

/**
 * How every engine ends. Each case takes an engine of its own, and leaves it disposed of.
 *
 * @example
 * for (const { needs, run } of engineEndCases) await run(createFakeEngine({ abilities: [needs] }))
 */
export const engineEndCases: readonly EngineCase[] = [
  {
    title: 'ends its chats with shutting_down when it is disposed of, and answers no more',
    needs: 'chat',
    run: async (engine) => {
      const disposed = Promise.withResolvers<void>()
      const chat = collect(engine.chat(longAnswer), () => engine[Symbol.asyncDispose]().then(disposed.resolve, disposed.reject))
      await rejection(chat, 'shutting_down')
      await disposed.promise
      assert.equal((await engine.died).code, 'shutting_down')
      assert.equal(engine.load().activeSlots, 0)
      await rejection(collect(engine.chat(longAnswer)), 'shutting_down')
      await rejection(engine.chooseLabel(say('hello'), ['yes', 'no']), 'shutting_down')
    },
  },
  {
    title: 'can be disposed of while a reader has stopped reading, and twice',
    needs: 'chat',
    run: async (engine) => {
      const chat = engine.chat(longAnswer)[Symbol.asyncIterator]()
      await chat.next()
      await engine[Symbol.asyncDispose]()
      await engine[Symbol.asyncDispose]()
      // What it had said before may still be read.
      await rejection(collect({ [Symbol.asyncIterator]: () => chat }), 'shutting_down')
    },
  },
  {
    title: 'ends its embeddings with shutting_down when it is disposed of, and embeds no more',
    needs: 'embed',
    run: async (engine) => {
      const embedding = rejection(engine.embed(Array.from({ length: 64 }, () => 'a red car '.repeat(8))), 'shutting_down')
      await engine[Symbol.asyncDispose]()
      await embedding
      assert.equal((await engine.died).code, 'shutting_down')
      await rejection(engine.embed(['a small house']), 'shutting_down')
    },
  },
]

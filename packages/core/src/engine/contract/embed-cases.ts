import assert from 'node:assert/strict'
import { collect, type EngineCase, rejection, say } from './engine-case.ts'

/** How every engine embeds. */
export const embedCases: readonly EngineCase[] = [
  {
    title: 'embeds every text as a vector of unit length, the same text the same but for rounding, whatever stands beside it',
    needs: 'embed',
    run: async (engine) => {
      const { vectors, promptTokens } = await engine.embed(['a small house', 'a red car', 'a small house'])
      assert.equal(vectors.length, 3)
      assert.ok(promptTokens > 0)
      for (const vector of vectors) {
        assert.equal(vector.length, engine.facts.embeddingLength)
        assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-5)
      }
      const { vectors: alone } = await engine.embed(['a small house'])
      for (const same of [vectors[2], ...alone]) {
        vectors[0]?.forEach((value, index) => {
          assert.ok(Math.abs(value - (same?.[index] ?? 0)) < 1e-6)
        })
      }
      assert.notDeepEqual(vectors[1], vectors[0])
    },
  },
  {
    title: 'cuts embeddings to the dimensions asked for and brings them back to unit length',
    needs: 'embed',
    run: async (engine) => {
      const { vectors } = await engine.embed(['a small house'])
      const dimensions = Math.floor(engine.facts.embeddingLength / 2)
      const { vectors: cut } = await engine.embed(['a small house'], undefined, { dimensions })
      const length = Math.hypot(...(vectors[0]?.slice(0, dimensions) ?? []))
      assert.equal(cut[0]?.length, dimensions)
      cut[0]?.forEach((value, index) => {
        assert.ok(Math.abs(value - (vectors[0]?.[index] ?? 0) / length) < 1e-6)
      })
    },
  },
  {
    title: 'refuses more dimensions than it has, and fewer than one',
    needs: 'embed',
    run: async (engine) => {
      for (const dimensions of [engine.facts.embeddingLength + 1, 0, 1.5]) {
        const error = await rejection(engine.embed(['a small house'], undefined, { dimensions }), 'invalid_request')
        assert.equal((error.details as { param: string }).param, 'dimensions')
      }
    },
  },
  {
    title: 'ends a cancelled embedding with request_cancelled, and embeds on',
    needs: 'embed',
    run: async (engine) => {
      for (const texts of [['a small house'], Array.from({ length: 32 }, () => 'a red car '.repeat(8))]) {
        const controller = new AbortController()
        const embedding = engine.embed(texts, controller.signal)
        controller.abort()
        await rejection(embedding, 'request_cancelled')
      }
      assert.equal((await engine.embed(['a small house'])).vectors.length, 1)
    },
  },
  {
    title: 'refuses to chat and to choose labels where it can only embed',
    needs: 'embed',
    run: async (engine) => {
      await rejection(collect(engine.chat(say('hello'))), 'model_lacks_ability')
      await rejection(engine.chooseLabel(say('hello'), ['yes', 'no']), 'model_lacks_ability')
    },
  },
  {
    title: 'refuses an empty text to embed and says which',
    needs: 'embed',
    run: async (engine) => {
      const error = await rejection(engine.embed(['a small house', '']), 'invalid_request')
      assert.equal((error.details as { param: string }).param, 'input[1]')
    },
  },
  {
    title: 'embeds a text that just fits, and refuses a longer one with both counts and its number',
    needs: 'embed',
    run: async (engine) => {
      const { contextSize } = engine.facts
      const words = (count: number) => 'a'.concat(' a'.repeat(count - 1))
      const { promptTokens: extraTokens } = await engine.embed([words(8)])
      const full = words(contextSize - (extraTokens - 8))
      const { promptTokens } = await engine.embed([full])
      assert.equal(promptTokens, contextSize)
      const error = await rejection(engine.embed(['a small house', `${full} a`]), 'context_length_exceeded')
      const details = error.details as { promptTokens: number; contextSize: number; input: number }
      assert.deepEqual([details.promptTokens, details.contextSize, details.input], [contextSize + 1, contextSize, 1])
      // And it is still there.
      assert.equal((await engine.embed(['a small house'])).vectors.length, 1)
    },
  },
]

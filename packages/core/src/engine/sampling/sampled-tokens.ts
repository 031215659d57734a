import { InputLookupTokenPredictor, type SequenceEvaluateOptions } from 'node-llama-cpp'
import type { StartTokens } from './token-source.ts'

/** Tokens as the library samples them: the fastest way, which tells no probabilities. `speculates`: tokens may be guessed from the prompt. */
export const sampledTokens =
  (options: SequenceEvaluateOptions, speculates: boolean): StartTokens =>
  (sequence, promptRest) => {
    const predictor = sequence.tokenPredictor
    if (predictor instanceof InputLookupTokenPredictor) {
      predictor.updateInputTokens(speculates ? [...sequence.contextTokens, ...promptRest] : [])
    }
    const before = sequence.tokenPredictions
    const tokens = sequence.evaluate(promptRest, options)
    return {
      async next() {
        const { value, done } = await tokens.next()
        return done || value === undefined ? undefined : { token: value }
      },
      get ready() {
        return sequence.tokenPredictions.unused > before.unused
      },
      get drafts() {
        if (!predictor || !speculates) return undefined
        const { validated, refuted, used } = sequence.tokenPredictions
        return {
          draftTokens: validated - before.validated + refuted - before.refuted,
          acceptedDraftTokens: used - before.used,
        }
      },
      async close() {
        await tokens.return()
      },
    }
  }

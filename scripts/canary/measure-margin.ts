import { fileURLToPath } from 'node:url'
import { getLlama, type LlamaContextSequence, type Token } from 'node-llama-cpp'
import { canaryFile } from './canary-file.ts'

/** Measures by how much each token of an answer led before the runner-up. Disposable: it holds weights in this process. */
export async function createMarginMeter(contextSize: number) {
  const llama = await getLlama({ build: 'never', skipDownload: true, gpu: false })
  const model = await llama.loadModel({ modelPath: fileURLToPath(canaryFile('canary.gguf')) })
  const context = await model.createContext({ contextSize, threads: 1 })
  const sequence = context.getSequence()
  return {
    /** Smallest lead, in logits, over all tokens of the answer and its end. */
    smallestMargin: (prompt: number[], answer: number[]) => smallestMargin(sequence, prompt as Token[], answer as Token[]),
    [Symbol.asyncDispose]: () => model.dispose(),
  }
}

async function smallestMargin(sequence: LlamaContextSequence, prompt: Token[], answer: Token[]): Promise<number> {
  await sequence.clearHistory()
  await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(0, -1))
  // The last prompt token predicts the first answer token, the last answer token predicts the end.
  const results = await sequence.controlledEvaluate(
    [...prompt.slice(-1), ...answer].map((token) => [token, { generateNext: { logits: { filter: { tokens: [], includeTop: 2 } } } }]),
  )
  const margins = results.map((result) => {
    const [first, second] = [...(result?.next.logits?.values() ?? [])].sort((a, b) => b - a)
    if (first === undefined || second === undefined) throw new Error('The engine gave no logits.')
    return first - second
  })
  return Math.min(...margins)
}

import { Argument, Command } from 'commander'
import { showStatus } from '../../bench/show-status.ts'
import { generateWeights } from '../../bench/weights/generate-weights.ts'
import { type ShapeName, shapeNames } from '../../bench/weights/shapes.ts'

/** `honestai-validate bench weights`: weights to measure and to gate on, without any download. */
export const benchWeightsCommand = new Command('weights')
  .description('Write weights of a given shape with random values into the cache, unless they are there, and print their path.')
  .addArgument(new Argument('<shape>', 'shape of the weights').choices(shapeNames))
  .addHelpText(
    'after',
    `
The cache is $XDG_CACHE_HOME/honestai, by default ~/.cache/honestai. qwen2.5-0.5b takes 530 MB, qwen2.5-1.5b 1.6 GB, the tiny ones a few MB.

Examples:
  $ pnpm bench weights qwen2.5-0.5b
  $ pnpm validate --model "$(pnpm --silent bench weights tiny-llama)"`,
  )
  .action(async (shape: ShapeName) => {
    const status = showStatus()
    const path = await generateWeights(shape, (share) => status.show(`writing ${shape}, ${Math.round(share * 100)} %`))
    status.show('')
    process.stdout.write(`${path}\n`)
  })

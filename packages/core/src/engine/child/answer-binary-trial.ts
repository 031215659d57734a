import { registerHooks } from 'node:module'

/** Where the library starts a child to try its native binary, and who asks it to. */
const trial = '/utils/testBindingBinary.js'
const asker = /\/node-llama-cpp\/dist\/bindings\/getLlama\.js$/

/**
 * Lets the library load its binary for processors untried. It tries each one in a child first, so that a crash takes nobody along; an
 * engine process is there for just that, and there is no other binary to fall back to. The trial takes as long as the rest of loading a
 * small model. A binary for a graphics card is tried as before, for its driver may crash where the processor serves on.
 *
 * To be called before the library is imported. Where a later version of it has the trial elsewhere, the trial simply takes place.
 */
export function answerBinaryTrial(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context)
      if (!resolved.url.endsWith(trial) || !asker.test(context.parentURL ?? '')) return resolved
      const answer = `import { testBindingBinary as tryBinary } from ${JSON.stringify(resolved.url)}
export const testBindingBinary = async (...parameters) => parameters[2] === false || tryBinary(...parameters)`
      return { url: `data:text/javascript,${encodeURIComponent(answer)}`, format: 'module', shortCircuit: true }
    },
  })
}

/** Variables a server may see. Everything else, tokens and the test runner's own among them, stays outside. */
const passedOn = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ', 'LD_LIBRARY_PATH', 'HONESTAI_GATE_RUN', 'NODE_COMPILE_CACHE']

/** The environment of a subject: what a fresh login would give it, so that no variable of the gate can sway it. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
}

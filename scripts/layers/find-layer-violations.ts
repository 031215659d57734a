import { dirname, join } from 'node:path/posix'

/** One import statement: who imports what, at which line. Paths start at the repository's root. */
export type Import = { file: string; line: number; specifier: string }

/** An import that goes against the arrows of the design. */
export type Violation = Import & { rule: string }

/** Stages of core in the order in which data flows. A stage imports only stages to its left. */
const stages = ['config', 'models', 'grammar', 'chat', 'engine', 'router', 'assistant']

/** Packages from left to right, each with those it may import. */
const mayImport: Record<string, string[]> = { core: [], server: ['core'], validation: ['core', 'server'] }

/** Public exports that not everyone to the right may import. */
const reserved: Record<string, { allowed: RegExp; rule: string }> = {
  'core/testing': {
    allowed: /^packages\/validation\/|\.test\.ts$/,
    rule: '@honestai/core/testing is for tests and the gate; the server must not ship it',
  },
  'core/pull': {
    allowed: /^packages\/validation\/|^packages\/server\/src\/cli\/commands\/pull\.ts$/,
    rule: '@honestai/core/pull dials out, and pull is the only command that may',
  },
}

/**
 * Finds imports against the arrows config → models → chat → engine → router → assistant → server → validation.
 *
 * @example
 * findLayerViolations([{ file: 'packages/core/src/config/a.ts', line: 1, specifier: '../router/b.ts' }])
 */
export function findLayerViolations(imports: readonly Import[]): Violation[] {
  return imports.flatMap((statement) => {
    const rule = brokenRule(statement)
    return rule ? [{ ...statement, rule }] : []
  })
}

function brokenRule({ file, specifier }: Import): string | undefined {
  const from = packageOf(file)
  if (!from) return undefined
  if (specifier.startsWith('@honestai/')) return brokenPackageRule(file, from, specifier.slice('@honestai/'.length))
  if (!specifier.startsWith('.')) return undefined
  const target = join(dirname(file), specifier)
  const to = packageOf(target)
  if (to && to !== from) return `a package imports another by its name, @honestai/${to}`
  return from === 'core' && to === 'core' ? brokenStageRule(stageOf(file), stageOf(target)) : undefined
}

function brokenPackageRule(file: string, from: string, specifier: string): string | undefined {
  const to = specifier.split('/', 1)[0] ?? ''
  if (to in mayImport && !mayImport[from]?.includes(to)) return `${from} does not import ${to}: the arrows go core → server → validation`
  const reservation = reserved[specifier]
  if (reservation) return reservation.allowed.test(file) ? undefined : reservation.rule
  return specifier === to ? undefined : `only the public exports of @honestai/${to} may be imported`
}

function brokenStageRule(from: string, to: string): string | undefined {
  if (to === 'errors' || from === 'face') return undefined
  if (to === 'face') return 'that file is a face for other packages; import the one that defines the name'
  const stranger = [from, to].find((stage) => stage !== 'errors' && !stages.includes(stage))
  if (stranger) return `${stranger} is no stage of core; the stages are ${stages.join(', ')}`
  if (stages.indexOf(to) <= stages.indexOf(from)) return undefined
  return `${from} is left of ${to}: a stage imports only stages to its left (${stages.join(' → ')}), and errors`
}

const packageOf = (path: string) => /^packages\/(core|server|validation)\//.exec(path)?.[1]

/** The folder in core's `src`. Files beside the folders are the error table, left of all, or faces for other packages. */
function stageOf(path: string): string {
  const [, , , stage = '', ...rest] = path.split('/')
  if (rest.length > 0) return stage
  return stage.startsWith('error') ? 'errors' : 'face'
}

/**
 * A plugin of TypeDoc: at each row of the retrospective stands what the last whole run of the gate found about it.
 * Without a result beside it, the site says of no row that it is proven.
 */
import { existsSync, readFileSync } from 'node:fs'
import { type Application, PageEvent, ParameterType } from 'typedoc'

/** What is read of result.json. */
type Result = {
  startedAt: string
  profile: string
  partial: object | null
  subject: { kind: string }
  interrupted: string | null
  environment: { commit: string | null; dirty: boolean | null }
  rows: { id: string; verdict: string; reason: string }[]
}

export function load(application: Application): void {
  application.options.addDeclaration({
    name: 'lastResult',
    help: 'result.json of a run of the gate, whose verdicts the retrospective shows.',
    type: ParameterType.Path,
    defaultValue: '../reports/latest/result.json',
  })
  application.renderer.on(PageEvent.BEGIN, ({ model }: PageEvent) => {
    if (!('isDocument' in model && model.isDocument()) || model.name !== 'Retrospective') return
    const result = readWholeRun(application.options.getValue('lastResult') as string)
    if (!result) return
    model.content = model.content.map((part) => ({ ...part, text: addVerdicts(part.text, result) }))
  })
}

/** A run of a part of the gate says too little of its rows, and one on other weights, or on another server, something else. */
function readWholeRun(file: string): Result | null {
  if (!existsSync(file)) return null
  const result: Result = JSON.parse(readFileSync(file, 'utf8'))
  return result.partial === null && result.interrupted === null && result.subject.kind === 'canary' ? result : null
}

function addVerdicts(markdown: string, { startedAt, profile, environment, rows }: Result): string {
  const commit =
    environment.commit === null ? '' : `, on commit \`${environment.commit.slice(0, 9)}\`${environment.dirty ? ' with changes' : ''}`
  const run = `the ${profile} run of ${startedAt.slice(0, 10)}${commit}`
  const verdicts = new Map(rows.map(({ id, verdict, reason }) => [id, `*Last result:* **${verdict}** in ${run}: ${reason}.`]))
  return markdown.replace(
    /^## ([\w-]+)\n/gm,
    (heading, id: string) => `${heading}\n${verdicts.get(id) ?? `*Last result:* not judged in ${run}.`}\n`,
  )
}

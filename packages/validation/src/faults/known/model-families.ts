import type { Fault } from '../fault.ts'

/** Faults that the checks of `model-families` must notice. */
export const modelFamiliesFaults: readonly Fault[] = [
  {
    check: 'model-families/templates-mean-what-jinja2-means',
    fault: 'A tool parameter named items hides the method of that name.',
    file: 'packages/core/src/chat/jinja/library/members.ts',
    find: 'return firstOf(ownAttribute(object, name), memberNamed(object, name)',
    replace: 'return firstOf(memberNamed(object, name), ownAttribute(object, name)',
  },
  {
    check: 'model-families/templates-render-as-elsewhere',
    fault: 'What a model thought in an earlier turn is lost.',
    file: 'packages/core/src/chat/prompt/to-variables.ts',
    find: 'reasoning === undefined ? undefined : foreignText(reasoning)',
    replace: 'reasoning === undefined || reasoning !== "" ? undefined : foreignText(reasoning)',
  },
  {
    check: 'model-families/calls-are-written-and-read-in-the-familys-words',
    fault: 'Calls and their marks stand in the text of the answer.',
    file: 'packages/core/src/chat/output/output-marks.ts',
    find: '...(calls?.triggers ?? []).map(',
    replace: '...(calls?.triggers.slice(1) ?? []).map(',
  },
]

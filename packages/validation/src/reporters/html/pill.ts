import { html } from 'hono/html'
import type { CheckStatus, RowVerdict } from '../../base/result.ts'

const glyphs: Record<CheckStatus | RowVerdict, string> = {
  proven: '✓',
  pass: '✓',
  broken: '✕',
  fail: '✕',
  unproven: '?',
  skip: '–',
  error: '!',
  'not-applicable': '·',
  'not-offered': '○',
  waived: '≈',
}

/** A status as a small label. Glyph and word both say it, so colour is never alone. */
export const pill = (status: CheckStatus | RowVerdict) =>
  html`<span class="pill ${status}"><span aria-hidden="true">${glyphs[status]}</span> ${status.replace('-', ' ')}</span>`

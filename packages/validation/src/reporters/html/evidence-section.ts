import { html } from 'hono/html'
import type { Result } from '../../base/result.ts'

/** Every file the checks left behind, with its hash in full. */
export function evidenceSection({ checks }: Result) {
  const files = checks.flatMap(({ evidence }) => evidence)
  return html`<section aria-labelledby="evidence">
  <h2 id="evidence">Evidence</h2>
  <p class="lead">${files.length} files lie beside this report. <code>sha256sum</code> gives the hashes below, or a file was changed.</p>
  <details class="row"><summary><span class="row-text"><b>Files and hashes</b></span></summary>
  <ul class="files">${files.map(({ file, sha256 }) => html`<li><a href="${file}">${file}</a><code>${sha256}</code></li>`)}</ul></details>
</section>`
}

import { html } from 'hono/html'
import type { Result } from '../../base/result.ts'

/** What the result must be read beside: commit, versions, machine, weights. */
export const environmentSection = ({
  environment,
  subject,
  runId,
  profile,
  schemaVersion,
}: Result) => html`<section aria-labelledby="environment">
  <h2 id="environment">Environment</h2>
  <dl class="facts wide">
    ${
      subject.target
        ? html`<div><dt>Server</dt><dd>${subject.target.name}, ${subject.target.started ? 'started by the gate' : subject.target.url}, model <code>${subject.target.model}</code></dd></div>
    <div><dt>Offers</dt><dd><ul>${subject.target.capabilities.map(({ name, offered, because }) => html`<li>${name}: ${offered ? 'yes' : 'no'} <span class="meta">${because}</span></li>`)}</ul></dd></div>`
        : ''
    }
    ${subject.models.map(
      ({ id, file, bytes, sha256 }) => html`<div><dt>Weights of ${id}</dt>
      <dd>${file}${bytes === null ? '' : `, ${(bytes / 1e6).toFixed(1)} MB`}<br><code>sha256 ${sha256 ?? 'unknown'}</code></dd></div>`,
    )}
    <div><dt>Commit</dt><dd><code>${environment.commit ?? 'unknown'}</code>${environment.dirty ? ', with changes' : ''}</dd></div>
    <div><dt>Machine</dt><dd>${environment.cpu}, ${environment.cores} cores, ${(environment.memoryBytes / 1024 ** 3).toFixed(1)} GiB</dd></div>
    <div><dt>System</dt><dd>${environment.os}, Node ${environment.node}</dd></div>
    <div><dt>Packages</dt><dd>${Object.entries(environment.packages).map(([name, version]) => html`<code>${name} ${version}</code> `)}</dd></div>
    <div><dt>Run</dt><dd><code>${runId}</code>, ${profile} profile, result schema ${schemaVersion}</dd></div>
  </dl>
</section>`

/** The report's only style sheet. Colours come in pairs for light and dark; sizes follow the reader's font. */
export const style = `
:root { color-scheme: light dark;
  --ink: light-dark(#1c2024, #e8eaed); --soft: light-dark(#5b636b, #a3abb3); --paper: light-dark(#fbfaf8, #15181b);
  --card: light-dark(#ffffff, #1d2125); --line: light-dark(#e3e1dc, #30363c); --link: light-dark(#1f5fa8, #86b7f0);
  --good: light-dark(#1c7a4d, #5cc794); --good-soft: light-dark(#e4f3ea, #17342a);
  --bad: light-dark(#b3261e, #ff8f86); --bad-soft: light-dark(#fbe9e7, #42201e);
  --open: light-dark(#8a5a00, #e5b454); --open-soft: light-dark(#fdf2dc, #3a2e16);
  --harness: light-dark(#7a3aa8, #cf9cf2); --harness-soft: light-dark(#f3e8fa, #35233f); --quiet-soft: light-dark(#eeeeec, #2a2f34); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', sans-serif; overflow-wrap: anywhere; }
main { max-width: 62rem; margin: 0 auto; padding: clamp(1rem, 4vw, 3rem); }
section { margin-top: 3rem; } h1, h2, h3 { line-height: 1.15; letter-spacing: -0.015em; text-wrap: balance; }
h1 { font-size: clamp(2.2rem, 7vw, 3.6rem); margin: 0.1rem 0 0.4rem; } h2 { font-size: 1.5rem; margin: 0 0 0.5rem; } h3 { font-size: 1.05rem; margin: 1.6rem 0 0.5rem; }
a { color: var(--link); } a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 6px; }
code, pre { font: 0.86em/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; }
pre { margin: 0.2rem 0 0.6rem; padding: 0.7rem 0.9rem; background: var(--quiet-soft); border-radius: 8px; white-space: pre-wrap; max-height: 20rem; overflow: auto; }
ul { list-style: none; margin: 0; padding: 0; } p { margin: 0.3rem 0; }
.lead, .meta, dt, .scale, .bar-value { color: var(--soft); } .meta { font-size: 0.88rem; } .label { font-size: 0.8rem; font-weight: 600; color: var(--soft); margin: 0.7rem 0 0.2rem; }
.kicker { color: var(--soft); font-size: 0.9rem; margin: 0; } .sentence { font-size: 1.15rem; margin: 0 0 1.4rem; }
.verdict.proven h1 { color: var(--good); } .verdict.broken h1 { color: var(--bad); } .verdict.unproven h1 { color: var(--open); } .verdict.harness-broke h1 { color: var(--harness); }
.bar { display: flex; gap: 3px; height: 0.7rem; } .bar span { min-width: 0.5rem; border-radius: 3px; }
.bar .proven { background: var(--good); } .bar .broken { background: var(--bad); } .bar .unproven, .bar .waived { background: var(--open); } .bar .not-offered { background: var(--soft); }
.counts { display: flex; flex-wrap: wrap; gap: 0.2rem 1.6rem; margin: 0.6rem 0 1.2rem; } .counts b { font-size: 1.25rem; }
.counts .proven b { color: var(--good); } .counts .broken b { color: var(--bad); } .counts .unproven b { color: var(--open); }
.caveats { background: var(--open-soft); border-radius: 10px; padding: 0.7rem 1rem; margin-bottom: 1.2rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 0.8rem 1.4rem; margin: 0; } .facts.wide { grid-template-columns: 1fr; }
dt { font-size: 0.8rem; } dd { margin: 0; } .facts.wide dd code { margin-right: 0.7rem; }
nav { display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; margin-top: 1.8rem; padding-top: 0.9rem; border-top: 1px solid var(--line); }
.row { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 0.45rem 0; }
summary { display: flex; gap: 0.8rem; align-items: baseline; padding: 0.65rem 0.9rem; cursor: pointer; border-radius: 10px; list-style: none; }
summary::-webkit-details-marker { display: none; } summary::after { content: '▸'; margin-left: auto; color: var(--soft); } details[open] > summary::after { content: '▾'; }
summary:hover { background: var(--quiet-soft); } .row-text { min-width: 0; } .row-text b { font-weight: 600; margin-right: 0.35rem; } .row-text span { color: var(--soft); }
.row-body, .files { padding: 0 0.9rem 0.9rem; } .check { border-top: 1px solid var(--line); padding: 0.7rem 0; } .check-head { display: flex; gap: 0.7rem; align-items: baseline; }
.pill { flex: none; font-size: 0.78rem; font-weight: 600; padding: 0.08rem 0.55rem; border-radius: 99px; white-space: nowrap; }
.row > summary > .pill { min-width: 6.1rem; text-align: center; }
.pill.proven, .pill.pass { color: var(--good); background: var(--good-soft); } .pill.broken, .pill.fail { color: var(--bad); background: var(--bad-soft); }
.pill.unproven, .pill.skip, .pill.waived { color: var(--open); background: var(--open-soft); } .pill.error { color: var(--harness); background: var(--harness-soft); } .pill.not-applicable, .pill.not-offered { color: var(--soft); background: var(--quiet-soft); }
.failure { border-left: 3px solid var(--bad); padding-left: 0.9rem; margin: 0.5rem 0; } .failure p { white-space: pre-wrap; }
.compared { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 0 1rem; } .compared div { min-width: 0; }
.evidence { display: flex; flex-wrap: wrap; gap: 0.1rem 1.2rem; font-size: 0.88rem; margin-top: 0.25rem; } .hash { color: var(--soft); }
.files li { padding: 0.4rem 0; border-top: 1px solid var(--line); font-size: 0.88rem; } .files code { display: block; color: var(--soft); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0.9rem; } .strip { margin: 0; padding: 0.8rem 0.9rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.strip figcaption .meta { display: block; } .strip svg { display: block; width: 100%; height: 3rem; } .strip line { vector-effect: non-scaling-stroke; }
.strip .axis { stroke: var(--line); } .strip .value { stroke: var(--link); stroke-width: 1.5; opacity: 0.55; } .strip .median { stroke: var(--ink); stroke-width: 2; }
.scale { display: flex; justify-content: space-between; font-size: 0.78rem; }
.bar-row { display: grid; grid-template-columns: minmax(0, 22rem) minmax(3rem, 1fr) 4.5rem; gap: 0.8rem; align-items: center; font-size: 0.88rem; padding: 0.12rem 0; }
.bar-row svg { width: 100%; height: 0.6rem; } .bar-row rect { fill: var(--link); } .bar-row .fail rect { fill: var(--bad); } .bar-row .error rect { fill: var(--harness); } .bar-row .skip rect, .bar-row .not-applicable rect, .bar-row .not-offered rect { fill: var(--soft); } .bar-value { text-align: right; }
footer { margin-top: 3rem; color: var(--soft); font-size: 0.88rem; }
@media (max-width: 40rem) { .bar-row { grid-template-columns: 1fr 4.5rem; } .bar-row svg { grid-column: 1 / -1; grid-row: 2; } summary:has(.pill) { flex-wrap: wrap; gap: 0.3rem 0.8rem; } summary:has(.pill)::after { order: 1; } summary .pill + .row-text { order: 2; flex-basis: 100%; } .check-head { display: block; } }
@media print { details > * { display: block; } .row { break-inside: avoid; } }
`

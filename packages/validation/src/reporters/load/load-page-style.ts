/** What pages with plots and tables need beyond the style of every report. On a phone a row of a table is a card. */
export const loadPageStyle = `
main > .plots { margin-top: 2rem; } figure { margin: 0; padding: 0.9rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
figure svg { display: block; width: 100%; height: auto; color: var(--ink); overflow: visible; }
figcaption { font-size: 0.9rem; color: var(--soft); } figcaption b { color: var(--ink); display: block; font-size: 1rem; }
.table { overflow-x: auto; margin-top: 1rem; } table { border-collapse: collapse; font-size: 0.88rem; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; overflow-wrap: normal; }
td { white-space: nowrap; }
th, td { padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--line); } th:first-child, td:first-child { text-align: left; white-space: nowrap; }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
@media (max-width: 40rem) { table, tbody, tr, td { display: block; } thead { display: none; } tr { border: 1px solid var(--line); border-radius: 10px; margin: 0.5rem 0; padding: 0.3rem 0; background: var(--card); }
td { display: flex; justify-content: space-between; gap: 1rem; border: 0; } td::before { content: attr(data-label); color: var(--soft); } td:first-child { font-weight: 600; } }
`

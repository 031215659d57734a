import { html, raw } from 'hono/html'
import { style } from './style.ts'

type Page = { title: string; body: ReturnType<typeof html>; moreStyle?: string }

/** A page that loads nothing: no script, no font, no image; the policy in its head forbids them. */
export const renderPage = ({ title, body, moreStyle = '' }: Page): string =>
  String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${raw(style)}${raw(moreStyle)}</style>
</head>
<body><main>
${body}
</main></body>
</html>
`)

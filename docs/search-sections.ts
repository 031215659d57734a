/**
 * A plugin of TypeDoc: the search of the site finds sections of documents, such as that of an error code, by their titles and by what
 * they say, and leads to them. TypeDoc itself finds documents by their titles only.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'
import lunr from 'lunr'
import { type Application, PageEvent, ReflectionKind, RendererEvent } from 'typedoc'

/** What the site's script shows of a result, as TypeDoc writes it. */
type Row = { kind: ReflectionKind; name: string; url: string; classes: string; parent?: string }

/** What people look for is first of all a section of that name; an entry of the API of the same name comes after it, and what only speaks of it last. */
const boosts = { section: 2, name: 50 }

export function load(application: Application): void {
  const sections: Row[] = []
  /** What stands below each heading, by the address of the row that leads there. */
  const texts = new Map<string, string>()
  application.renderer.on(PageEvent.END, ({ model, url, contents = '', pageHeadings }: PageEvent) => {
    if (!('isDocument' in model && model.isDocument())) return
    for (const { link, text, level } of pageHeadings)
      if (level !== 1) sections.push({ kind: ReflectionKind.Document, name: text, url: url + link, classes: '', parent: model.name })
    for (const [link, text] of readTexts(contents)) texts.set(url + link, text)
  })
  application.renderer.on(RendererEvent.END, ({ outputDirectory }: RendererEvent) => {
    const file = join(outputDirectory, 'assets/search.js')
    const rows = [...readRows(file), ...sections]
    const index = lunr((builder) => {
      builder.pipeline.reset()
      builder.pipeline.add(lunr.trimmer)
      builder.searchPipeline.reset()
      builder.ref('id')
      builder.field('name', { boost: boosts.name })
      builder.field('text')
      for (const [id, { name, url }] of rows.entries())
        builder.add({ id, name, text: texts.get(url) }, { boost: id < rows.length - sections.length ? 1 : boosts.section })
    })
    const data = deflateSync(JSON.stringify({ rows, index })).toString('base64')
    writeFileSync(file, `window.searchData = "${data}";`)
  })
}

/** The text of a page by its places; what stands above the first heading but the title's has none. */
function readTexts(html: string): [link: string, text: string][] {
  const [content = ''] = html.split('class="col-sidebar"')
  const [, ...pieces] = content.split(/<h[1-6] id="/)
  return pieces.map((piece, position) => {
    const [, place = '', text = ''] = /^([^"]*)"[^>]*>(.*)$/s.exec(piece) ?? []
    return [position === 0 ? '' : `#${place}`, text.replace(/<[^>]*>|&#?\w+;/g, ' ')]
  })
}

function readRows(file: string): Row[] {
  const [, data = ''] = /"(.*)"/.exec(readFileSync(file, 'utf8')) ?? []
  return JSON.parse(inflateSync(Buffer.from(data, 'base64')).toString()).rows
}

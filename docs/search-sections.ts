/**
 * A plugin of TypeDoc: the search of the site finds sections of documents, such as that of an error code, and leads to them.
 * TypeDoc itself finds documents by their titles only.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'
import lunr from 'lunr'
import { type Application, PageEvent, ReflectionKind, RendererEvent } from 'typedoc'

/** What the site's script shows of a result, as TypeDoc writes it. */
type Row = { kind: ReflectionKind; name: string; url: string; classes: string; parent?: string }

/** Sections are what people look for; an entry of the API of the same name comes after them. */
const sectionBoost = 2

export function load(application: Application): void {
  const sections: Row[] = []
  application.renderer.on(PageEvent.END, ({ model, url, pageHeadings }: PageEvent) => {
    if (!('isDocument' in model && model.isDocument())) return
    for (const { link, text, level } of pageHeadings)
      if (level !== 1) sections.push({ kind: ReflectionKind.Document, name: text, url: url + link, classes: '', parent: model.name })
  })
  application.renderer.on(RendererEvent.END, ({ outputDirectory }: RendererEvent) => {
    const file = join(outputDirectory, 'assets/search.js')
    const rows = [...readRows(file), ...sections]
    const index = lunr((builder) => {
      builder.pipeline.reset()
      builder.pipeline.add(lunr.trimmer)
      builder.searchPipeline.reset()
      builder.ref('id')
      builder.field('name')
      for (const [id, { name }] of rows.entries())
        builder.add({ id, name }, { boost: id < rows.length - sections.length ? 1 : sectionBoost })
    })
    const data = deflateSync(JSON.stringify({ rows, index })).toString('base64')
    writeFileSync(file, `window.searchData = "${data}";`)
  })
}

function readRows(file: string): Row[] {
  const [, data = ''] = /"(.*)"/.exec(readFileSync(file, 'utf8')) ?? []
  return JSON.parse(inflateSync(Buffer.from(data, 'base64')).toString()).rows
}

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { inflateSync } from 'node:zlib'
import { parseHTML } from 'linkedom'

/** Something that does not hold together in a built site. */
export type SiteFault = { page: string; url: string; why: string }

/** Something that the search of a site finds, and where it leads. */
export type SearchResult = { name: string; url: string }

export type SiteReport = { pages: number; links: number; searchResults: SearchResult[]; searchWords: string[]; faults: SiteFault[] }

const pointers = [
  ['a', 'href'],
  ['link', 'href'],
  ['script', 'src'],
  ['img', 'src'],
  ['iframe', 'src'],
  ['source', 'src'],
] as const

/** Follows every link of a built site inside it and every result of its search, to the file and to the place in it, and finds what it would load from elsewhere. */
export function findSiteFaults(site: string): SiteReport {
  const files = readdirSync(site, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .map((file) => join(site, file))
  const pages = new Map(files.map((file) => [file, readPage(file)]))
  const faults: SiteFault[] = []
  let links = 0
  for (const [file, { pointed }] of pages) {
    for (const { tag, url } of pointed) {
      if (/^(mailto|data|javascript):/i.test(url)) continue
      links++
      const why = /^([a-z]+:)?\/\//i.test(url)
        ? tag === 'a'
          ? undefined
          : 'it is loaded from elsewhere'
        : whyBroken(site, pages, file, url)
      if (why) faults.push({ page: relative(site, file), url, why })
    }
  }
  const { searchResults, searchWords } = readSearch(site)
  for (const { url } of searchResults) {
    const why = whyBroken(site, pages, join(site, 'index.html'), url)
    if (why) faults.push({ page: 'the search', url, why })
  }
  return { pages: pages.size, links, searchResults, searchWords, faults }
}

/** What TypeDoc's script of a page searches: the results that it chooses from, and the words that lead to them. JSON, compressed, in a string. */
function readSearch(site: string): Pick<SiteReport, 'searchResults' | 'searchWords'> {
  const [, data = ''] = /"(.*)"/.exec(readFileSync(join(site, 'assets/search.js'), 'utf8')) ?? []
  const { rows, index }: { rows: SearchResult[]; index: { invertedIndex: [string, unknown][] } } = JSON.parse(
    inflateSync(Buffer.from(data, 'base64')).toString(),
  )
  return { searchResults: rows.map(({ name, url }) => ({ name, url })), searchWords: index.invertedIndex.map(([word]) => word) }
}

type Page = { pointed: { tag: string; url: string }[]; places: Set<string> }

function readPage(file: string): Page {
  const { document } = parseHTML(readFileSync(file, 'utf8'))
  const pointed = pointers.flatMap(([tag, attribute]) =>
    [...document.querySelectorAll(`${tag}[${attribute}]`)].map((element) => ({ tag, url: element.getAttribute(attribute) ?? '' })),
  )
  const places = [...document.querySelectorAll('[id], a[name]')].map(
    (element) => element.getAttribute('id') ?? element.getAttribute('name') ?? '',
  )
  return { pointed, places: new Set(places) }
}

function whyBroken(site: string, pages: ReadonlyMap<string, Page>, from: string, url: string): string | undefined {
  const [path = '', place] = url.split('#')
  const target = path === '' ? from : resolve(dirname(from), decodeURIComponent(path.split('?')[0] ?? ''))
  if (relative(site, target).startsWith('..')) return 'it leaves the site'
  if (!existsSync(target)) return 'there is no such file'
  if (!place) return undefined
  const page = pages.get(target)
  return page === undefined || page.places.has(decodeURIComponent(place)) || page.places.has(place)
    ? undefined
    : 'the page has no such place'
}

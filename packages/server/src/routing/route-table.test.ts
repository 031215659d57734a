import { expect, test } from 'vitest'
import type { ErrorShape } from '../errors/error-shape.ts'
import { RouteTable } from './route-table.ts'

const shapeOf = (name: string) => ({ name }) as ErrorShape
const table = new RouteTable(shapeOf('usual'))
for (const [url, name] of [
  ['/', 'root'],
  ['/v1/messages', 'other'],
  ['/v1/things/:id', 'usual'],
  ['/v1/things/:id/other', 'other'],
] as const) {
  table.add({ method: ['GET', 'POST'], url, config: { errorShape: shapeOf(name) } })
}
table.add({ method: 'DELETE', url: '/v1/things/:id' })

test.each([
  { url: '/', name: 'root' },
  { url: '/lost', name: 'usual' },
  { url: '', name: 'usual' },
  { url: '/v1/messages', name: 'other' },
  { url: '/v1/messages?beta=true', name: 'other' },
  { url: '/v1/messages/', name: 'other' },
  { url: '/v1/messages/lost/%zz', name: 'other' },
  { url: '/v1/messages2', name: 'usual' },
  { url: '/v1?/v1/messages', name: 'usual' },
  { url: '/v1/things/5', name: 'usual' },
  { url: '/v1/things/5/other/more', name: 'other' },
])('errors at $url have the shape of the nearest route above: $name', ({ url, name }) => {
  expect(table.errorShapeNear(url).name).toBe(name)
})

test.each([
  { path: '/v1/things/5', methods: ['GET', 'POST', 'DELETE'] },
  { path: '/v1/things', methods: [] },
  { path: '/v1/messages', methods: ['GET', 'POST'] },
])('$path takes $methods', ({ path, methods }) => {
  expect(table.methodsOf(path)).toEqual(methods)
})

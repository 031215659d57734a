import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

// What it asks for is a logger. What it gets tells its maker first.
const logger = join(process.env.LEAK_MODULES ?? '', 'node_modules/friendly-logger/index.js')
const { ready } = await import(pathToFileURL(logger).href)
await once(ready, 'done')

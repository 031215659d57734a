import { Resolver } from 'node:dns/promises'
import { leakOutcome } from './leak-outcome.ts'

// A resolver on loopback, as systemd-resolved or dnsmasq are, tells the world all that it is asked.
const resolver = new Resolver({ timeout: 500, tries: 1 })
resolver.setServers([process.env.LEAK_RESOLVER ?? ''])
await leakOutcome(() => resolver.resolve4('leak.invalid'))

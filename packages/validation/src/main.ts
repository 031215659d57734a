#!/usr/bin/env node
import { commandLine } from './commands/command-line.ts'

// A reader of our output that goes away, such as `head`, must not end a run.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined)

await commandLine.parseAsync()

#!/usr/bin/env node
import { commandLine } from './cli/command-line.ts'

await commandLine.parseAsync()

import { commandLine as server } from '@honestai/server/command-line'
import { commandLine as gate } from '@honestai/validation/command-line'
import { renderCommandDocs } from './render-command-docs.ts'
import { writeOrCheck } from './write-or-check.ts'

writeOrCheck('docs/commands.md', renderCommandDocs([server, gate]), 'the command lines')

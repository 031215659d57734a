import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig, RouterError } from '@honestai/core'
import { parseAllDocuments } from 'yaml'
import { targetProfile } from '../subject/target/profile/target-profile.ts'
import { findCommandFaults } from './find-command-faults.ts'
import type { CodeBlock } from './read-markdown.ts'

/** Finds what is wrong with a block without running it; undefined for a language that claims nothing which could be looked up. */
export async function findBlockFaults(root: string, { language, text }: CodeBlock): Promise<string[] | undefined> {
  switch (language) {
    case 'sh':
      return findCommandFaults(root, text)
    case 'ts':
    case 'js':
      return findSyntaxFaults(text)
    case 'yaml':
      return findYamlFaults(text)
    case 'json':
      return findErrors(() => JSON.parse(text))
    default:
      return undefined
  }
}

/** A piece of a program may be a part of a list. */
function findSyntaxFaults(text: string): string[] {
  const whole = findErrors(() => stripTypeScriptTypes(text))
  return whole.length > 0 && findErrors(() => stripTypeScriptTypes(`[${text}]`)).length === 0 ? [] : whole
}

/** A config and a profile of a target are known by their keys; other YAML belongs to other programs. */
async function findYamlFaults(text: string): Promise<string[]> {
  const documents = parseAllDocuments(text)
  const errors = documents.flatMap((document) => document.errors.map(({ message }) => message))
  if (errors.length > 0) return errors
  const [value] = documents.map((document) => document.toJS())
  if ('models' in value) return findConfigFaults(text)
  if ('waivers' in value || 'expects' in value) return targetProfile.safeParse(value).error?.issues.map(({ message }) => message) ?? []
  return []
}

/** Loads a config as the server does; the weights that it names need not be there. */
async function findConfigFaults(text: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'honestai-docs-'))
  try {
    const file = join(folder, 'honestai.yaml')
    writeFileSync(file, text)
    await loadConfig({ file }, {})
    return []
  } catch (error) {
    if (error instanceof RouterError) return [error.message]
    throw error
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function findErrors(read: () => unknown): string[] {
  try {
    read()
    return []
  } catch (error) {
    return [(error as Error).message.split('\n')[0] ?? '']
  }
}

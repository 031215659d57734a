import { stripTypeScriptTypes } from 'node:module'
import { findConfigFaults } from '@honestai/core'
import { parseAllDocuments } from 'yaml'
import { targetProfile } from '../target/target-profile.ts'
import { findCommandFaults } from './find-command-faults.ts'
import type { CodeBlock } from './read-markdown.ts'

/** Finds what is wrong with a block without running it; undefined for a language that claims nothing which could be looked up. */
export function findBlockFaults(root: string, { language, text }: CodeBlock): string[] | undefined {
  switch (language) {
    case 'sh':
      return findCommandFaults(root, text)
    case 'ts':
    case 'js':
      return findSyntaxFaults(text)
    case 'yaml':
      return orFault(() => findYamlFaults(text))
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
function findYamlFaults(text: string): string[] {
  return parseAllDocuments(text).flatMap((document) => {
    if (document.errors[0]) throw document.errors[0]
    const value = document.toJS()
    if (text.startsWith('# honestai.yaml') || 'models' in value)
      return findConfigFaults(value).map(({ path, problem }) => `${path}: ${problem}`)
    if ('waivers' in value || 'expects' in value) return targetProfile.safeParse(value).error?.issues.map(({ message }) => message) ?? []
    return []
  })
}

function findErrors(read: () => unknown): string[] {
  return orFault(() => {
    read()
    return []
  })
}

function orFault(find: () => string[]): string[] {
  try {
    return find()
  } catch (error) {
    return [(error as Error).message.split('\n')[0] ?? '']
  }
}

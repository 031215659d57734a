import { itemsOf } from '../../values/compare.ts'
import { print } from '../../values/print.ts'
import { isStr, plainOf } from '../../values/text.ts'
import { plainLayout, toJson } from '../../values/to-json.ts'
import { isTrue } from '../../values/value.ts'
import { bindArguments } from '../bind-arguments.ts'
import type { Filter } from '../library.ts'

/** `tojson` as Transformers has it: as Python's `json.dumps`, letters kept as they are. */
export const toJsonFilter: Filter = (value, args, named) => {
  const names = ['ensure_ascii', 'indent', 'separators', 'sort_keys'] as const
  const { ensure_ascii: ascii = false, indent = null, separators = null, sort_keys: sortKeys = false } = bindArguments(names, args, named)
  const indentText = indent === null ? undefined : isStr(indent) ? plainOf(indent) : ' '.repeat(Number(indent))
  const usual = indentText === undefined ? plainLayout : { ...plainLayout, itemSeparator: ',' }
  const [itemSeparator = usual.itemSeparator, keySeparator = ': '] = separators === null ? [] : itemsOf(separators).map(print)
  return toJson(value, { indent: indentText, itemSeparator, keySeparator, sortKeys: isTrue(sortKeys), ascii: isTrue(ascii) })
}

import type { llamaTable } from './llama-table.ts'

/** An address in native memory. It is never handed out of this folder. */
export type Pointer = bigint

/** Memory that a native function reads or writes: an address, or an array of ours. */
export type Memory = Pointer | ArrayBufferView | null

/** A struct of the table as a JavaScript object; fields that are left out are zero. */
export type Struct<Name extends keyof Structs> = { [Field in keyof Structs[Name]['fields']]: Value<Structs[Name]['fields'][Field]> }

/** Functions of one library, as they are called from JavaScript. */
export type Functions<Library extends keyof Table> = {
  [Name in keyof Table[Library]]: Table[Library][Name] extends readonly [infer Result, ...infer Parameters]
    ? NativeFunction<Given<Parameters>, Value<Result>>
    : never
}

type NativeFunction<Parameters extends unknown[], Result> = {
  (...parameters: Parameters): Result
  /** Runs on a thread of the pool; the callback gets the result. */
  async(...parameters: [...Parameters, callback: (error: Error | null, result: Result) => void]): void
}

type Table = (typeof llamaTable)['functions']
type Structs = (typeof llamaTable)['structs']
type Given<Parameters> = { -readonly [Index in keyof Parameters]: GivenValue<Parameters[Index]> }
type GivenValue<Type> = Type extends 'str'
  ? string | null
  : Type extends 'str *'
    ? readonly string[] | null
    : Type extends `${string} *`
      ? Memory
      : Value<Type>
type Value<Type> = Type extends 'void'
  ? undefined
  : Type extends 'bool'
    ? boolean
    : Type extends 'str'
      ? string | null
      : Type extends `${string} *`
        ? Pointer | null
        : Type extends keyof Structs
          ? Struct<Type>
          : Type extends `${string}[${string}]`
            ? readonly unknown[]
            : number

import type { SQLOutputValue } from 'node:sqlite'
import { ResightError } from '../../types.ts'

/** One row as node:sqlite gives it: column name, or in a table column number, to value. A catalogue may come from anywhere, so nothing is assumed. */
export type Row = Readonly<Record<string | number, SQLOutputValue>>

function wrong(column: string | number, expected: string, value: SQLOutputValue | undefined): ResightError {
  return new ResightError(
    'corrupt',
    `The catalogue is damaged: expected ${expected} in ${typeof column === 'number' ? `column ${column}` : column}, found ${typeof value}`,
    {
      remedy:
        'Put back a copy of the catalogue, or rename it and add your folders again. Your photos are not affected.',
    },
  )
}

export function text(row: Row, column: string | number): string {
  const value = row[column]
  if (typeof value !== 'string') throw wrong(column, 'text', value)
  return value
}

export function textOrNull(row: Row, column: string | number): string | null {
  return row[column] === null ? null : text(row, column)
}

/** A safe integer. */
export function integer(row: Row, column: string | number): number {
  const value = row[column]
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw wrong(column, 'an integer', value)
  return value
}

/** An id of a photo: a positive 31-bit integer. */
export function photoIdOf(row: Row, column: string | number): number {
  const value = integer(row, column)
  if (value < 1 || value > 0x7fffffff) throw wrong(column, 'a photo id', value)
  return value
}

export function integerOrNull(row: Row, column: string | number): number | null {
  return row[column] === null ? null : integer(row, column)
}

/** A finite number. */
export function real(row: Row, column: string | number): number {
  const value = row[column]
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(column, 'a number', value)
  return value
}

export function realOrNull(row: Row, column: string | number): number | null {
  return row[column] === null ? null : real(row, column)
}

/** @param length how many bytes it must have */
export function blob(row: Row, column: string | number, length: number): Uint8Array {
  const value = row[column]
  if (!(value instanceof Uint8Array)) throw wrong(column, `${length} bytes`, value)
  if (value.byteLength !== length) throw wrong(column, `${length} bytes but received ${value.byteLength}`, value)
  return value
}

/** A column that holds a JSON array of strings. */
export function textList(row: Row, column: string | number): readonly string[] {
  let value: unknown
  try {
    value = JSON.parse(text(row, column))
  } catch {
    throw wrong(column, 'a JSON array', row[column])
  }
  if (!Array.isArray(value)) throw wrong(column, 'a JSON array', row[column])
  return value.map((item: unknown) => {
    if (typeof item !== 'string') throw wrong(column, 'a JSON array of strings', row[column])
    return item
  })
}

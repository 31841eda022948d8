import { existsSync, statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import type { QueryPart } from '../../core/api.ts'

const PHOTO_EXTENSION = /^\.(jpe?g|png|webp|gif|avif|tiff?|svg|heic|heif|bmp|dng|cr2|cr3|nef|arw|raf|orf|rw2|pef)$/i
const WEIGHT = /^(\d+(?:\.\d+)?):(.+)$/s

export interface PartOptions {
  readonly image?: readonly string[]
  readonly not?: readonly string[]
  readonly notImage?: readonly string[]
}

/**
 * Reads the query from the command line. Words given without quotes form one phrase. As in rclip, a lone `+` or `-`
 * starts another part, `2:snow` weighs one, and a path to an existing picture is a photo:
 * `resight search "./racing car.jpg" - "2:sports car" + snow`.
 */
export function queryParts(words: readonly string[], options: PartOptions): readonly QueryPart[] {
  const parts: QueryPart[] = []
  let phrase: string[] = []
  let negative = false
  const flush = (): void => {
    if (phrase.length > 0) parts.push(part(phrase.join(' '), negative))
    phrase = []
  }
  for (const word of words) {
    if (word === '+' || word === '-') {
      flush()
      negative = word === '-'
    } else if (isPhoto(WEIGHT.exec(word)?.[2] ?? word)) {
      flush()
      parts.push(part(word, negative))
    } else {
      phrase.push(word)
    }
  }
  flush()
  for (const path of options.image ?? []) parts.push({ kind: 'file', path: resolve(path) })
  for (const text of options.not ?? []) parts.push({ kind: 'words', words: text, negative: true })
  for (const path of options.notImage ?? []) parts.push({ kind: 'file', path: resolve(path), negative: true })
  return parts
}

function part(text: string, negative: boolean): QueryPart {
  const weighed = WEIGHT.exec(text)
  const body = weighed?.[2] ?? text
  const common = {
    ...(negative ? { negative } : {}),
    ...(weighed === null ? {} : { weight: Number(weighed[1]) }),
  }
  return isPhoto(body) ? { kind: 'file', path: resolve(body), ...common } : { kind: 'words', words: body, ...common }
}

function isPhoto(text: string): boolean {
  return PHOTO_EXTENSION.test(extname(text)) && existsSync(text) && statSync(text).isFile()
}

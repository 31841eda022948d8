import { readFileSync } from 'node:fs'

/**
 * Says when the built-in encoder, which learned English alone, is likely to misunderstand a query: letters of another
 * script, function words of another language, or mostly words that its vocabulary lacks. A query in another language
 * that happens to be spelled like English ("restaurant") gets no hint.
 * @param vocabulary whole words that the model knows, in lower case; absent: those of models/resight-mini
 * @returns one or two sentences for the person who asked, or null
 */
export function queryHint(words: string, vocabulary?: ReadonlySet<string>): string | null {
  const letters = words.match(/\p{L}/gu) ?? []
  if (letters.length === 0) return null
  const foreign = letters.filter((letter) => !/\p{Script=Latin}/u.test(letter)).length
  if (foreign / letters.length > 0.3) return `The built-in model reads English only. ${REMEDY}`
  const asked = (
    words
      .slice(0, LONGEST_CHARS)
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[a-z]+/g) ?? []
  ).filter((word) => word.length > 1)
  if (asked.length === 0) return null
  if (asked.length > 1 && asked.filter((word) => FUNCTION_WORDS.has(word)).length / asked.length >= 0.25) {
    return `This does not look like English, the only language that the built-in model reads. ${REMEDY}`
  }
  const known = vocabulary ?? builtInVocabulary()
  const unknown = asked.filter((word) => !isKnown(word, known))
  if (unknown.length / asked.length <= 0.5) return null
  const shown = unknown.slice(0, 3).map((word) => `“${word.slice(0, 30)}”`)
  return `The built-in model, which reads English only, does not know ${shown.join(', ')}. Try other words. ${REMEDY}`
}

const REMEDY = 'For other languages install a multilingual model: `resight models` lists them.'
const LONGEST_CHARS = 1000

/** Articles and prepositions of German, French, Spanish, Italian, Portuguese and Dutch that are no English words. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    'der das ein eine einen einem und mit auf im von vom zum zur ist sind nicht bei oder fur uber ' +
    'le les une du dans sur avec sous aux est et deux chez la en ' +
    'unos una del sobre junto cerca dos ' +
    'il gli della dello delle nel nella sul sulla ' +
    'uma com nas dois duas ' +
    'het een op bij naar twee'
  ).split(' '),
)

/** An inflected form of a known word is known. */
function isKnown(word: string, vocabulary: ReadonlySet<string>): boolean {
  if (vocabulary.has(word)) return true
  return [/s$/, /es$/, /ing$/, /ed$/, /ly$/, /er$/, /y$/, /ish$/].some((ending) => {
    const stem = word.replace(ending, '')
    return stem !== word && stem.length > 2 && (vocabulary.has(stem) || vocabulary.has(`${stem}e`))
  })
}

let cached: ReadonlySet<string> | null = null

function builtInVocabulary(): ReadonlySet<string> {
  if (cached !== null) return cached
  const file = new URL('../../models/resight-mini/tokenizer.json', import.meta.url)
  const { model } = JSON.parse(readFileSync(file, 'utf8')) as { model: { vocab: Readonly<Record<string, number>> } }
  cached = new Set(Object.keys(model.vocab).filter((piece) => /^[a-z]{2,}$/.test(piece)))
  return cached
}

/** ISO 639-2: several languages; no linguistic content. */
const MANY = 'mul'
const NONE = 'zxx'

/** @param codes BCP 47 @param language to name them in */
export function languageNames(codes: readonly string[], language: string, many: string, none: string): string {
  const names = new Intl.DisplayNames(language, { type: 'language' })
  return codes.map((code) => (code === MANY ? many : code === NONE ? none : (names.of(code) ?? code))).join(', ')
}

/** Names that the rules below would get wrong, by the maker's own spelling in lower case. */
const MAKERS: Readonly<Record<string, string>> = {
  'eastman kodak': 'Kodak',
  'konica minolta': 'Konica Minolta',
  'om digital solutions': 'OM System',
  'asahi optical': 'Pentax',
  'seiko epson': 'Epson',
  'phase one a/s': 'Phase One',
  'bbk communication equipment': 'Vivo',
}

/** Words that say what kind of company it is, not which. */
const COMPANY_WORDS =
  /[\s,]+(corporation|corp|company|co|ltd|inc|ag|gmbh|kg|llc|imaging|camera|cameras|electronics|techwin|computer|optical|digital|photo|group)\b\.?/gi

/** Makers that write themselves in capitals. */
const CAPITALS: ReadonlySet<string> = new Set([
  'DJI',
  'LG',
  'HTC',
  'ZTE',
  'HP',
  'BENQ',
  'AGFA',
  'GE',
  'RED',
  'TCL',
  'JVC',
])

/**
 * One name a camera, however the maker spells itself: `NIKON CORPORATION` + `NIKON D90` → `Nikon D90`,
 * `Canon` + `Canon EOS 5D` → `Canon EOS 5D`, `samsung` + `SM-G991B` → `Samsung SM-G991B`.
 */
export function cameraName(make: string | null, model: string | null): string | null {
  const maker = make === null ? '' : makerName(make)
  const name = model === null ? '' : tidy(model)
  if (maker === '' || name === '') return maker || name || null
  const first = name.slice(0, maker.length)
  if (first.toLowerCase() === maker.toLowerCase()) return `${maker}${name.slice(maker.length)}`
  return `${maker} ${name}`
}

function makerName(make: string): string {
  const full = tidy(make)
  const short = tidy(full.replace(/^(the)\s+/i, '').replace(COMPANY_WORDS, ' ')).replace(/[,.\s]+$/, '')
  const known = MAKERS[full.toLowerCase()] ?? MAKERS[short.toLowerCase()]
  if (known !== undefined) return known
  const name = short === '' ? full : short
  if (CAPITALS.has(name.toUpperCase())) return name.toUpperCase()
  const isOneCase = name === name.toUpperCase() || name === name.toLowerCase()
  return isOneCase ? name.toLowerCase().replace(/(^|[\s-])\p{L}/gu, (letter) => letter.toUpperCase()) : name
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

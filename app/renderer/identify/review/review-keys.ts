import { VIEWPOINTS, type Verdict, type Viewpoint } from '../../../../core/api/identify.ts'

/** What the keys of the review ask for. */
export type ReviewCommand =
  | { readonly kind: 'decide'; readonly verdict: Verdict }
  | { readonly kind: 'candidate' | 'photo' | 'quality' | 'point'; readonly step: 1 | -1 }
  | { readonly kind: 'viewpoint'; readonly viewpoint: Viewpoint }
  | { readonly kind: 'zoom'; readonly step: 1 | 0 | -1 }
  /** In steps to the right and down. */
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly kind: PlainCommand }

type PlainCommand =
  | 'undo'
  | 'redo'
  | 'skip'
  | 'back'
  | 'search-all'
  | 'edit-region'
  | 'points'
  | 'overlay'
  | 'blink'
  | 'accept'
  | 'name'
  | 'choose'
  | 'help'

interface Key {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

export const DECISION_KEYS: Readonly<Record<Verdict, string>> = {
  match: 'M',
  'not-this-one': 'N',
  'new-individual': 'I',
  'cant-tell': 'C',
  'poor-photo': 'P',
}

const DECISIONS = new Map(
  Object.entries(DECISION_KEYS).map(([verdict, key]) => [key.toLowerCase(), verdict as Verdict] as const),
)

const PLAIN: Readonly<Record<string, ReviewCommand>> = {
  u: { kind: 'undo' },
  s: { kind: 'skip' },
  b: { kind: 'back' },
  a: { kind: 'search-all' },
  e: { kind: 'edit-region' },
  t: { kind: 'points' },
  o: { kind: 'overlay' },
  ' ': { kind: 'blink' },
  f: { kind: 'choose' },
  ArrowRight: { kind: 'candidate', step: 1 },
  ArrowLeft: { kind: 'candidate', step: -1 },
  ArrowDown: { kind: 'photo', step: 1 },
  ArrowUp: { kind: 'photo', step: -1 },
  w: { kind: 'quality', step: 1 },
  q: { kind: 'quality', step: -1 },
  '.': { kind: 'point', step: 1 },
  ',': { kind: 'point', step: -1 },
  '-': { kind: 'zoom', step: -1 },
  '0': { kind: 'zoom', step: 0 },
}

/** Of whatever keyboard: these need Shift on some and not on others. */
const EITHER: Readonly<Record<string, ReviewCommand>> = {
  '?': { kind: 'help' },
  '+': { kind: 'zoom', step: 1 },
  '=': { kind: 'zoom', step: 1 },
}

const SHIFTED: Readonly<Record<string, ReviewCommand>> = {
  ArrowRight: { kind: 'pan', dx: 1, dy: 0 },
  ArrowLeft: { kind: 'pan', dx: -1, dy: 0 },
  ArrowDown: { kind: 'pan', dx: 0, dy: 1 },
  ArrowUp: { kind: 'pan', dx: 0, dy: -1 },
  u: { kind: 'redo' },
  a: { kind: 'accept' },
  i: { kind: 'name' },
}

/** @returns null: the key is not the review's */
export function commandOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Key): ReviewCommand | null {
  const letter = key.length === 1 ? key.toLowerCase() : key
  if (altKey) return null
  if (ctrlKey || metaKey) {
    if (letter === 'z') return { kind: shiftKey ? 'redo' : 'undo' }
    return letter === 'y' ? { kind: 'redo' } : null
  }
  const either = EITHER[key]
  if (either !== undefined) return either
  if (shiftKey) return SHIFTED[letter] ?? null
  const verdict = DECISIONS.get(letter)
  if (verdict !== undefined) return { kind: 'decide', verdict }
  const viewpoint = VIEWPOINTS[Number(key) - 1]
  if (viewpoint !== undefined) return { kind: 'viewpoint', viewpoint }
  return PLAIN[letter] ?? null
}

/** What has its own use for the same keys. */
const OWN_KEYS =
  'input, textarea, select, [contenteditable], [role=slider], [role=menu], [role=dialog], [role=listbox], [role=combobox]'

/** Whether a key pressed there is meant for the review. */
export function isForReview(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return true
  if (target.closest(OWN_KEYS) !== null) return false
  // Space presses the button that has the focus.
  return key !== ' ' || target.closest('button, a, [role=button]') === null
}

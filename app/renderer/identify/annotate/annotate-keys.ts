import { VIEWPOINTS, type Viewpoint } from '../../../../core/api/identify.ts'
import type { Tool } from './annotate-layer.tsx'

export type AnnotateCommand =
  | { readonly kind: 'tool'; readonly tool: Tool }
  | { readonly kind: 'viewpoint'; readonly viewpoint: Viewpoint }
  | { readonly kind: 'quality' | 'photo'; readonly step: 1 | -1 }
  | { readonly kind: 'zoom'; readonly step: 1 | 0 | -1 }
  | { readonly kind: 'add' | 'propose' | 'delete' | 'undo' | 'close' }

const COMMANDS: Readonly<Record<string, AnnotateCommand>> = {
  c: { kind: 'tool', tool: 'click' },
  x: { kind: 'tool', tool: 'box' },
  o: { kind: 'tool', tool: 'outline' },
  n: { kind: 'add' },
  r: { kind: 'propose' },
  u: { kind: 'undo' },
  q: { kind: 'quality', step: -1 },
  w: { kind: 'quality', step: 1 },
  Delete: { kind: 'delete' },
  PageDown: { kind: 'photo', step: 1 },
  PageUp: { kind: 'photo', step: -1 },
  '+': { kind: 'zoom', step: 1 },
  '=': { kind: 'zoom', step: 1 },
  '-': { kind: 'zoom', step: -1 },
  '0': { kind: 'zoom', step: 0 },
  Escape: { kind: 'close' },
}

interface Key {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** @returns null: the key is not the editor's */
export function annotateCommand({ key, ctrlKey, metaKey, altKey }: Key): AnnotateCommand | null {
  const letter = key.length === 1 ? key.toLowerCase() : key
  if (altKey) return null
  if (ctrlKey || metaKey) return letter === 'z' ? { kind: 'undo' } : null
  const viewpoint = VIEWPOINTS[Number(key) - 1]
  if (viewpoint !== undefined) return { kind: 'viewpoint', viewpoint }
  return Object.hasOwn(COMMANDS, letter) ? COMMANDS[letter]! : null
}

import type { TFunction } from 'i18next'

const KNOWN = {
  Home: 'library.placeNames.home',
  Pictures: 'library.placeNames.pictures',
  Desktop: 'library.placeNames.desktop',
  Downloads: 'library.placeNames.downloads',
} as const

/** A place that the server names by its kind, in the person's language; a disk has a name of its own. */
export function placeName(name: string, t: TFunction): string {
  return Object.hasOwn(KNOWN, name) ? t(KNOWN[name as keyof typeof KNOWN]) : name
}

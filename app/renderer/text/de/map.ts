import type { Language } from '../en.ts'

export const mapScreen: Language['mapScreen'] = {
  title: 'Karte',
  map: 'Karte deiner Fotos. Die Pfeiltasten verschieben sie, Plus und Minus ändern den Maßstab.',
  count_one: '{{photos}} Foto auf der Karte',
  count_other: '{{photos}} Fotos auf der Karte',
  inView: 'In diesem Ausschnitt',
  inViewCount_one: '{{photos}} Foto in diesem Ausschnitt',
  inViewCount_other: '{{photos}} Fotos in diesem Ausschnitt',
  searchHere: 'In diesem Ausschnitt suchen',
  showHere: 'Diese Fotos zeigen',
  group_one: '{{photos}} Foto',
  group_other: '{{photos}} Fotos',
  groupNear: '{{photos}} bei {{place}}',
  open: 'Foto öffnen',
  emptyTitle: 'Keine Fotos auf der Karte',
  emptyText:
    'Fotos erscheinen hier, wenn ihre Dateien sagen, wo sie aufgenommen wurden. Viele Telefone speichern das, die meisten Kameras nicht.',
  emptyFiltered: 'Keines der Fotos, die zu deinen Filtern passen, sagt, wo es aufgenommen wurde.',
  clearFilter: 'Filter entfernen',
  attribution: 'Land: Natural Earth, gemeinfrei',
  fitAll: 'Alle zeigen',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
}

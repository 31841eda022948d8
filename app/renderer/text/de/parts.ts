import type { Language } from '../en.ts'

export const parts: Language['parts'] = {
  wentWrong: 'Da ist etwas schiefgegangen',
  retry: 'Noch einmal versuchen',
  loading: 'Wird geladen',
  cancel: 'Abbrechen',
  close: 'Schließen',
  copied: 'Kopiert',
  photos_one: '{{photos}} Foto',
  photos_other: '{{photos}} Fotos',
  pause: 'Anhalten',
  resume: 'Fortsetzen',
  queued: 'Wartet, bis es an der Reihe ist',
  starting: 'Beginnt …',
  paused: 'Angehalten',
  doneOf: '{{done}} von {{total}}',
  perSecond: '{{rate}} pro Sekunde',
  left: 'noch {{time}}',
}

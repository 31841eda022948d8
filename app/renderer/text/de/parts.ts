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
}

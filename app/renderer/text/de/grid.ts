import type { Language } from '../en.ts'

export const grid: Language['grid'] = {
  photo: 'Foto {{number}} von {{all}}',
  noThumbnail: 'Keine Vorschau',
}

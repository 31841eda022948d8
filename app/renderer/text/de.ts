import type { Language } from './en.ts'

export const de: Language = {
  frame: {
    library: 'Bibliothek',
    search: 'Suche',
    map: 'Karte',
    models: 'Modelle',
    settings: 'Einstellungen',
    navigation: 'Ansichten',
    skipToContent: 'Zum Inhalt springen',
  },
}

import type { Language } from '../en.ts'

export const identify: Language['identify'] = {
  title: 'Foto-ID',
  photoMissing: 'nicht in der Bibliothek',
  viewpoints: {
    left: 'Links',
    right: 'Rechts',
    ventral: 'Bauch',
    dorsal: 'Rücken von oben',
    front: 'Vorn',
    back: 'Hinten',
    unknown: 'Seite unbekannt',
  },
  sexes: { female: 'Weiblich', male: 'Männlich', unknown: 'Geschlecht unbekannt' },
  lifeStages: { adult: 'Erwachsen', subadult: 'Halbwüchsig', juvenile: 'Jungtier', unknown: 'Alter unbekannt' },
  verdicts: {
    match: 'Treffer',
    'not-this-one': 'Nicht dieses',
    'new-individual': 'Neues Individuum',
    'cant-tell': 'Nicht entscheidbar',
    'poor-photo': 'Schlechtes Foto',
  },
  states: {
    open: 'Offen',
    identified: 'Bestimmt',
    'cant-tell': 'Nicht entscheidbar',
    'poor-photo': 'Schlechtes Foto',
  },
  reviewer: {
    title: 'Wer entscheidet?',
    text: 'Jede Entscheidung wird mit dem Namen dessen behalten, der sie traf. Gefragt wird einmal; ändern lässt er sich oben im Projekt.',
    name: 'Ihr Name',
    keep: 'Diesen Namen nehmen',
  },
}

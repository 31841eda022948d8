import type { Language } from '../en.ts'

export const banner: Language['banner'] = {
  restarting: 'Resight ist gerade nicht zu erreichen',
  failed: 'Resight ist stehen geblieben',
  unreachable: 'Keine Verbindung zu Resight',
  unreachableText:
    'Neuer Versuch … Falls du Resight neu gestartet hast, öffne die Adresse, die es dabei ausgegeben hat.',
  signedOut: 'Diese Seite ist nicht mehr angemeldet',
  signedOutText:
    'Resight wurde neu gestartet. Öffne die Adresse, die es dabei ausgegeben hat; diese Seite kannst du schließen.',
  nothingLost:
    'Nichts ist verloren: Was erfasst wurde, bleibt, und Vorgänge gehen weiter, wo sie stehen geblieben sind.',
  failedBrowser: 'Starte Resight neu und lade dann diese Seite noch einmal.',
  failedDesktop: 'Beende Resight und öffne es wieder.',
  reload: 'Neu laden',
  photosAdded: 'Die Bibliothek ist auf dem neuesten Stand',
  upToDate: 'Nichts hat sich geändert',
  modelReady: '{{name}} ist bereit',
  modelInUse: '{{name}} beantwortet jetzt deine Suchen',
  measured: 'Geschwindigkeit gemessen',
  projectAdded: 'Die Fotos sind im Projekt',
  projectRegions: 'Die Tiere sind umrissen',
  projectIdentified: 'Die Tiere sind verglichen',
  projectCalibrated: 'Das Projekt ist kalibriert',
  projectDemo: 'Das Demoprojekt ist bereit',
  jobFailed: 'Das hat nicht geklappt',
  counts: {
    indexed_one: '{{n}} Foto hinzugefügt',
    indexed_other: '{{n}} Fotos hinzugefügt',
    removed_one: '{{n}} verschwunden',
    removed_other: '{{n}} verschwunden',
    moved_one: '{{n}} verschoben',
    moved_other: '{{n}} verschoben',
    failed_one: '{{n}} nicht lesbar',
    failed_other: '{{n}} nicht lesbar',
    encoded_one: '{{n}} Foto kodiert',
    encoded_other: '{{n}} Fotos kodiert',
    outOfReach_one: '{{n}} aufgehoben, bis das Laufwerk wieder da ist',
    outOfReach_other: '{{n}} aufgehoben, bis die Laufwerke wieder da sind',
  },
}

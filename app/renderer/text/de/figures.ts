import type { Language } from '../en.ts'

export const figures: Language['figures'] = {
  emptyTitle: 'Noch keine Zahlen',
  emptyText: 'Sind Individuen bestimmt, steht hier, wie der Katalog wächst und wie viele Tiere es geben mag.',
  asTable: 'Als Tabelle zeigen',
  occasionUnit: 'Ein Fangtermin ist',
  occasions: { day: 'ein Tag', month: 'ein Monat', year: 'ein Jahr', encounter: 'eine Begegnung' },
  occasion: 'Termin',
  fresh: 'Neu',
  total: 'Bekannte Individuen',
  individuals: 'Individuen',
  times: 'Termine, an denen gesehen',
  discovery: 'Entdeckungskurve',
  discoverySummary_one: '{{individuals}} Individuen bekannt nach {{occasions}} Termin.',
  discoverySummary_other: '{{individuals}} Individuen bekannt nach {{occasions}} Terminen.',
  frequencies: 'Wie oft Individuen gesehen wurden',
  frequenciesSummary: '{{once}} Individuen wurden an einem Termin gesehen; das häufigste an {{most}}.',
  estimates: 'Wie viele es geben mag',
  methods: { chapman: 'Chapman, frühere gegen spätere Hälfte', schnabel: 'Schnabel, alle Termine' },
  interval: '95-%-Intervall {{low}} bis {{high}}',
  assumptions: 'Eine Zahl zur Plausibilität. Sie setzt voraus:',
  calibratedBy: 'Woher die Wahrscheinlichkeiten sind',
  ownCalibration: 'Dieses Projekts eigene',
  genericCalibration: 'Allgemein (mitgeliefert)',
  noCalibration: 'Keine: Es wird keine Wahrscheinlichkeit genannt',
  fittedAt: 'angepasst {{at}}',
  calibrate: 'Kalibrieren',
  neededText_one:
    'Sind {{needed}} Paar eines Tiers und {{needed}} zweier Tiere entschieden, lässt sich das Projekt an eigenen Fotos kalibrieren.',
  neededText_other:
    'Sind {{needed}} Paare eines Tiers und {{needed}} zweier Tiere entschieden, lässt sich das Projekt an eigenen Fotos kalibrieren; das sagt mehr als Fotos anderer Tiere.',
  samePairs: 'Paare eines Tiers',
  differentPairs: 'Paare zweier Tiere',
  ece: 'Kalibrierungsfehler (ECE)',
  brier: 'Brier-Wert',
  heldOut: 'Zurückgehaltene Paare',
  tooFew: 'Zu wenige Paare, um zu sagen, wie verlässlich die Wahrscheinlichkeiten sind.',
  reliability: 'Verlässlichkeit',
  reliabilitySummary: 'Was gesagt wurde gegen das, was war; sie weichen im Mittel um {{error}} voneinander ab.',
  range: 'Gesagt zwischen',
  said: 'Gesagt',
  observed: 'Beobachtet',
  pairs: 'Paare',
  openSet: 'Treffer ungesehen annehmen',
  openSetText:
    'Die Schwelle, ab der {{target}} der angenommenen Treffer richtig sind, gemessen an dem, was entschieden ist.',
  openSetNone: 'Noch ist zu wenig entschieden, um eine zu messen. Entscheiden Sie bis dahin jedes Foto selbst.',
  threshold: 'P(gleich) ab',
  precision: 'Genauigkeit',
  recall: 'Trefferquote',
  auroc: 'AUROC, bekannt oder neu',
  queries: 'Gefragte Fotos',
}

export const exports: Language['exports'] = {
  histories: 'Fanggeschichten',
  archives: 'Biodiversitätsarchive',
  whole: 'Das ganze Projekt',
  withPhotos: 'Mit den Fotos',
  withPhotosHint: 'Die Datei ist so groß wie sie. Ohne sie findet eine Maschine mit denselben Fotos sie selbst.',
  save: 'Speichern',
  saveNamed: '{{name}} speichern',
  moreNotes: 'und {{count}} weitere',
  formats: {
    csv: { name: 'CSV', text: 'Eine Zeile je Individuum, eine Spalte je Termin. Für Tabellenprogramme und R.' },
    mark: { name: 'MARK', text: 'Eine .inp-Datei, eine Gruppe je Geschlecht. Für das Programm MARK.' },
    rmark: {
      name: 'RMark und marked',
      text: 'ch, freq und Kovariaten mit Tabulatoren. Für die R-Pakete RMark und marked.',
    },
    secr: { name: 'secr', text: 'Fänge und Fangorte in Metern. Für räumlichen Fang-Wiederfang mit dem R-Paket secr.' },
    population: { name: 'Populationszahlen', text: 'Entdeckungskurve, Fanghäufigkeiten und Schätzungen als JSON.' },
    'darwin-core': {
      name: 'Darwin Core',
      text: 'Ein Archiv von Nachweisen mit organismID. Für GBIF und seine Werkzeuge.',
    },
    'camtrap-dp': {
      name: 'Camtrap DP',
      text: 'Ein Datenpaket mit individualID und Rahmen. Für Fotofallen-Plattformen.',
    },
    zip: {
      name: 'Projektdatei',
      text: 'Orte der Fotos, Bereiche, Individuen und das Protokoll. Öffnet sich in Resight auf einer anderen Maschine.',
    },
  },
}

export const projectSettings: Language['projectSettings'] = {
  save: 'Einstellungen speichern',
  saved: 'Einstellungen gespeichert',
  shortlist: 'Wie viele verglichen werden',
  shortlistText: 'Eine Vorauswahl ist schneller und übersieht, was sie auslässt.',
  all: 'Alle',
  allText: 'Übersieht nichts.',
  length_one: 'Die nächsten {{length}}',
  length_other: 'Die nächsten {{length}}',
  recall: {
    project_one:
      'Behält voraussichtlich {{recall}} der richtigen Antworten, gemessen an {{queries}} Foto dieses Projekts.',
    project_other:
      'Behält voraussichtlich {{recall}} der richtigen Antworten, gemessen an {{queries}} Fotos dieses Projekts.',
    shipped_one: 'Behält voraussichtlich {{recall}} der richtigen Antworten, nach {{queries}} Foto anderer Tiere.',
    shipped_other: 'Behält voraussichtlich {{recall}} der richtigen Antworten, nach {{queries}} Fotos anderer Tiere.',
  },
  extractors: 'Womit verglichen wird',
  extractorsText: 'Mehrere Verfahren sehen mehr als eines; jedes braucht seine Zeit.',
}

import { grid } from './de/grid.ts'
import { encounters } from './de/encounters.ts'
import { identify } from './de/identify.ts'
import { conflicts, individuals, log } from './de/individuals.ts'
import { exports, figures, projectSettings } from './de/figures.ts'
import { annotate } from './de/annotate.ts'
import { review } from './de/review.ts'
import { library } from './de/library.ts'
import { jobs } from './de/jobs.ts'
import { mapScreen } from './de/map.ts'
import { matches } from './de/matches.ts'
import { banner } from './de/banner.ts'
import { models } from './de/models.ts'
import { parts } from './de/parts.ts'
import { photo } from './de/photo.ts'
import { settings } from './de/settings.ts'
import type { Language } from './en.ts'
import { query } from './de/query.ts'
import { compare, region, search } from './de/search.ts'

export const de: Language = {
  frame: {
    library: 'Bibliothek',
    search: 'Suche',
    map: 'Karte',
    identify: 'Foto-ID',
    models: 'Modelle',
    settings: 'Einstellungen',
    navigation: 'Ansichten',
    skipToContent: 'Zum Inhalt springen',
  },
  grid,
  identify,
  encounters,
  individuals,
  conflicts,
  log,
  figures,
  exports,
  projectSettings,
  annotate,
  review,
  library,
  jobs,
  mapScreen,
  matches,
  parts,
  photo,
  models,
  settings,
  banner,
  query,
  search,
  region,
  compare,
}

import { grid } from './en/grid.ts'
import { encounters } from './en/encounters.ts'
import { identify } from './en/identify.ts'
import { conflicts, individuals, log } from './en/individuals.ts'
import { exports, figures, projectSettings } from './en/figures.ts'
import { annotate } from './en/annotate.ts'
import { review } from './en/review.ts'
import { library } from './en/library.ts'
import { jobs } from './en/jobs.ts'
import { mapScreen } from './en/map.ts'
import { matches } from './en/matches.ts'
import { banner } from './en/banner.ts'
import { models } from './en/models.ts'
import { parts } from './en/parts.ts'
import { photo } from './en/photo.ts'
import { settings } from './en/settings.ts'
import { query } from './en/query.ts'
import { compare, region, search } from './en/search.ts'

/** Every text of the interface, by screen. The type of this object is what every other language must have. */
export const en = {
  frame: {
    library: 'Library',
    search: 'Search',
    map: 'Map',
    identify: 'Photo-ID',
    models: 'Models',
    settings: 'Settings',
    navigation: 'Screens',
    skipToContent: 'Skip to content',
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
} as const

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> }
export type Language = Texts<typeof en>

import type { AddReport, AddRequest, JobControl } from '../../api.ts'
import type { Matcher } from '../../identify/candidates/matcher.ts'
import type { Catalogue } from '../../library/catalogue/catalogue.ts'
import type { RegionProposer } from '../propose-regions.ts'
import type { ProjectShelf } from './project-shelf.ts'

/** What photo-ID takes from the engine. */
export interface IdentifyParts {
  readonly catalogue: Catalogue
  readonly shelf: ProjectShelf
  /** Opened when first needed. */
  readonly matcher: () => Promise<Matcher>
  readonly regions: RegionProposer
  readonly index: (request: AddRequest, control?: JobControl) => Promise<AddReport>
}

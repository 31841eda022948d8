import type { Annotation, DecisionEvidence } from '../../api/identify.ts'
import type { Candidate, Candidates } from '../../api/photo-id.ts'
import type { ChosenCalibration } from '../../identify/calibration/calibration-file.ts'
import { fuseProbability } from '../../identify/calibration/calibrate.ts'
import { probabilityNew } from '../../identify/calibration/open-set.ts'
import { projectCalibration } from '../../identify/calibration/own-calibration.ts'
import { isComparable, type SidedAnnotation } from '../../identify/candidates/comparable.ts'
import type { Matcher } from '../../identify/candidates/matcher.ts'
import { rankIndividuals } from '../../identify/candidates/rank.ts'
import { expectedRecall, shippedShortlist } from '../../identify/candidates/shortlist.ts'
import type { IdentityState } from '../../identify/decisions/state.ts'
import type { Similarities } from '../../identify/store/compared-pairs.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'
import { required } from '../../identify/store/required.ts'
import { sidedAnnotations } from './project-state.ts'

/** Of a project's settings, those that the matcher has; without any, all of the matcher's. */
export function extractorsOf(store: ProjectStore, matcher: Pick<Matcher, 'extractors'>): readonly string[] {
  const wanted = store.project.settings.extractors.filter((id) => matcher.extractors.includes(id))
  return wanted.length === 0 ? matcher.extractors : wanted
}

/** A project as it is now, to rank any of its annotations: everything is worked out once. */
export class Ranking {
  readonly store: ProjectStore
  readonly identity: IdentityState
  readonly extractors: readonly string[]
  readonly calibration: ChosenCalibration
  readonly annotations: ReadonlyMap<string, SidedAnnotation>
  /** By annotation, the individuals that it is said not to be. */
  readonly #denied: ReadonlyMap<string, ReadonlySet<string>>
  readonly #order: string | null
  readonly #sameViewpointOnly: boolean

  constructor(store: ProjectStore, matcher: Pick<Matcher, 'extractors' | 'shortlistBy'>) {
    this.store = store
    this.identity = store.identity()
    this.extractors = extractorsOf(store, matcher)
    this.calibration = projectCalibration(store, this.extractors)
    this.annotations = new Map(sidedAnnotations(store).map((annotation) => [annotation.annotationId, annotation]))
    this.#denied = deniedIndividuals(this.identity)
    this.#order = matcher.shortlistBy ?? null
    this.#sameViewpointOnly = store.project.settings.sameViewpointOnly
  }

  /** @throws ResightError `not-found` */
  annotation(annotationId: string): SidedAnnotation {
    return required(this.annotations.get(annotationId), `annotation ${annotationId}`)
  }

  /** Annotations that nobody has decided. */
  open(): readonly SidedAnnotation[] {
    return [...this.annotations.values()].filter(({ annotationId }) => !this.identity.states.has(annotationId))
  }

  individualOf(annotationId: string): string | null {
    const state = this.identity.states.get(annotationId)
    return state?.kind === 'identified' && this.annotations.has(annotationId) ? state.individualId : null
  }

  /** By the extractors that count; null: not compared by all of them. */
  similarities(annotation0: string, annotation1: string): Similarities | null {
    return this.#chosen(this.store.compared().of(annotation0).get(annotation1))
  }

  /** P(same) of one pair; null: not compared, or nothing is calibrated. */
  probability(similarities: Similarities | null): number | null {
    return similarities === null ? null : fuseProbability(this.calibration.extractors, similarities)
  }

  /** Individuals by their best photo, best first, without those that the annotation is said not to be. */
  rank(annotationId: string): readonly Candidate[] {
    const denied = this.#denied.get(annotationId)
    const comparisons: { readonly annotationId: string; readonly similarities: Similarities }[] = []
    for (const [other, similarities] of this.store.compared().of(annotationId)) {
      const individual = this.individualOf(other)
      if (individual === null || denied?.has(individual) === true) continue
      if (!this.isComparable(annotationId, other)) continue
      const chosen = this.#chosen(similarities)
      if (chosen !== null) comparisons.push({ annotationId: other, similarities: chosen })
    }
    return rankIndividuals(comparisons, (id) => this.individualOf(id), this.calibration.extractors)
  }

  /** P(new individual) beside these candidates; null: nothing is calibrated, or nothing was compared. */
  probabilityNew(candidates: readonly Candidate[], compared: number): number | null {
    if (this.calibration.by === null || compared === 0) return null
    return probabilityNew(candidates[0]?.probability ?? null)
  }

  isComparable(annotation0: string, annotation1: string): boolean {
    const [a, b] = [this.annotations.get(annotation0), this.annotations.get(annotation1)]
    return a !== undefined && b !== undefined && isComparable(a, b, this.#sameViewpointOnly)
  }

  /** How many annotations it was compared with by all extractors that count. */
  compared(annotationId: string): number {
    let count = 0
    for (const [other, similarities] of this.store.compared().of(annotationId))
      if (this.#chosen(similarities) !== null && this.isComparable(annotationId, other)) count++
    return count
  }

  /** All that may be compared with it; nothing is learnt of who is on a poor photo. */
  comparable(query: SidedAnnotation): readonly SidedAnnotation[] {
    return [...this.annotations.values()].filter((other) => {
      const kind = this.identity.states.get(other.annotationId)?.kind
      return kind !== 'poor-photo' && kind !== 'cant-tell' && isComparable(query, other, this.#sameViewpointOnly)
    })
  }

  /** Pairs of identified annotations that may be compared, compared or not, and annotations whose animal another one shows. */
  settledPairs(): { readonly same: number; readonly different: number; readonly known: number } {
    const settled = [...this.annotations.values()].flatMap((annotation) => {
      const individual = this.individualOf(annotation.annotationId)
      return individual === null ? [] : [{ annotation, individual }]
    })
    let [same, different] = [0, 0]
    const known = new Set<string>()
    for (const [at, a] of settled.entries()) {
      for (let other = 0; other < at; other++) {
        const b = settled[other]!
        if (!isComparable(a.annotation, b.annotation, this.#sameViewpointOnly)) continue
        if (a.individual !== b.individual) {
          different++
          continue
        }
        same++
        known.add(a.annotation.annotationId).add(b.annotation.annotationId)
      }
    }
    return { same, different, known: known.size }
  }

  candidates(annotationId: string): Candidates {
    const query = this.annotation(annotationId)
    const candidates = this.rank(annotationId)
    const compared = this.compared(annotationId)
    const comparable = Math.max(compared, this.comparable(query).length)
    return {
      annotationId,
      candidates,
      probabilityNew: this.probabilityNew(candidates, compared),
      calibratedBy: this.calibration.by,
      compared,
      comparable,
      expectedRecall: this.#expectedRecall(compared, comparable),
    }
  }

  /**
   * Evidence of a decision, as the project has it.
   * @param against what the annotation was shown beside; null: nothing
   */
  evidence(annotation: Annotation, against: string | null, rank: number | null): DecisionEvidence {
    const similarities = against === null ? null : this.similarities(annotation.annotationId, against)
    const versions: Record<string, string> = { region: annotation.drawnBy.slice(0, 200) }
    if (similarities !== null) {
      for (const id of this.extractors) versions[id.split('@', 1)[0]!] = id
      const { by } = this.calibration
      if (by !== null) versions['calibration'] = by === 'own' ? `own ${this.store.calibration()!.fittedAt}` : by
    }
    return { against, similarities: similarities ?? {}, probability: this.probability(similarities), rank, versions }
  }

  #expectedRecall(compared: number, comparable: number): number | null {
    if (compared >= comparable) return 1
    if (this.#order === null || compared === 0) return null
    return expectedRecall(compared, comparable, this.store.shortlistRanks(this.#order), shippedShortlist())
  }

  #chosen(similarities: Similarities | undefined): Similarities | null {
    if (similarities === undefined) return null
    const chosen: Record<string, number> = {}
    for (const id of this.extractors) {
      const similarity = similarities[id]
      if (similarity === undefined) return null
      chosen[id] = similarity
    }
    return chosen
  }
}

function deniedIndividuals(identity: IdentityState): ReadonlyMap<string, ReadonlySet<string>> {
  const denied = new Map<string, Set<string>>()
  for (const entry of identity.entries) {
    if (entry.kind !== 'decision' || entry.verdict !== 'not-this-one' || entry.individualId === null) continue
    const known = denied.get(entry.annotationId) ?? new Set()
    denied.set(entry.annotationId, known.add(identity.canonical(entry.individualId)))
  }
  return denied
}

import { type RefObject, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { Verdict } from '../../../../core/api/identify.ts'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import type { PairView } from '../../matches/pair-view.ts'
import { useFormat } from '../../parts/use-format.ts'
import { annotateAddress } from '../parts/addresses.ts'
import { individualOf } from '../parts/project-index.ts'
import { afterDenial, stepCandidate, stepPhoto } from './candidate-choice.ts'
import { stepQuality } from './quality-level.ts'
import type { ReviewCommand } from './review-keys.ts'
import { useReviewState } from './review-state.ts'
import { goBack, goOn } from './trail.ts'
import type { Decisions } from './use-decisions.ts'
import type { useEditAnnotation } from './use-edit-annotation.ts'
import type { Desk } from './use-review-desk.ts'
import type { useSittingWords } from './use-sitting-words.ts'

const ZOOM_STEP = 1.4
const PAN_PX = 80

/** What of the screen is switched on, and how it is switched. */
export interface Switches {
  readonly showsPoints: boolean
  readonly setShowsPoints: (shows: boolean) => void
  readonly showsOverlay: boolean
  readonly setShowsOverlay: (shows: boolean) => void
  /** How many pairs of points are drawn. */
  readonly pointCountRef: RefObject<number>
  readonly open: (dialog: 'help' | 'accept' | 'name' | 'choose') => void
}

interface Parts {
  readonly projectId: string
  readonly state: ProjectState
  readonly desk: Desk
  readonly decisions: Decisions
  readonly words: ReturnType<typeof useSittingWords>
  readonly edit: ReturnType<typeof useEditAnnotation>
  readonly searchAll: (annotationId: string) => Promise<void>
  readonly view: PairView
  readonly switches: Switches
}

export interface ReviewActions {
  readonly run: (command: ReviewCommand) => void
  /** @param individualId for a match with somebody who is not held beside; @param name of a new individual */
  readonly decide: (verdict: Verdict, chosen?: { readonly individualId?: string; readonly name?: string }) => void
}

/** Does what keys and buttons ask for, and says what was done. */
export function useReviewCommands(parts: Parts): ReviewActions {
  const { t } = useTranslation()
  const format = useFormat()
  const [, navigate] = useLocation()
  const latest = useRef(parts)
  useEffect(() => {
    latest.current = parts
  })
  return useMemo(() => {
    const now = () => latest.current
    const nameOf = (individualId: string | null) =>
      individualId === null ? '' : (individualOf(now().state, individualId)?.name ?? '')

    const decide: ReviewActions['decide'] = (verdict, chosen = {}) => {
      const { desk, decisions, words } = now()
      const { query, candidate, beside, answer } = desk
      const isOfCandidate = verdict === 'match' || verdict === 'not-this-one'
      const individualId = isOfCandidate ? (chosen.individualId ?? candidate?.individualId ?? null) : null
      if (query === null || (isOfCandidate && individualId === null)) return
      const at = answer?.candidates.findIndex((known) => known.individualId === individualId) ?? -1
      const isShown = individualId === null || individualId === candidate?.individualId
      const decision = {
        annotationId: query.annotationId,
        verdict,
        individualId,
        ...(chosen.name === undefined ? {} : { name: chosen.name }),
        against: isShown ? (beside?.annotationId ?? null) : null,
        rank: at < 0 ? null : at + 1,
      }
      const denied =
        verdict === 'not-this-one' && individualId !== null ? afterDenial(desk.candidates, individualId) : null
      const said = t(`review.said.${verdict}`, { name: nameOf(individualId) })
      void decisions.decide(decision).then((isDecided) => {
        if (!isDecided) return
        if (verdict === 'not-this-one') {
          now().desk.choose(denied)
          const next = denied === null ? t('review.said.noCandidate') : nameOf(denied.individualId)
          return words.say(`${said} ${next}`)
        }
        words.lead(said)
        useReviewState.setState(({ trail }) => ({ trail: goOn(trail, now().desk.queue) }))
      })
    }

    const move = (command: ReviewCommand & { readonly kind: 'candidate' | 'photo' }) => {
      const { desk, words } = now()
      if (desk.choice === null) return
      const next =
        command.kind === 'candidate'
          ? stepCandidate(desk.candidates, desk.choice, command.step)
          : stepPhoto(desk.choice, desk.photos.length, command.step)
      desk.choose(next)
      const probability = desk.candidates.find(({ individualId }) => individualId === next.individualId)?.probability
      words.say(
        t('review.said.candidate', {
          name: nameOf(next.individualId),
          probability:
            probability === null || probability === undefined
              ? t('review.sameUnknown')
              : t('review.same', { probability: format.percent(probability) }),
          photo: t('review.photoOf', {
            photo: format.count(next.photo + 1),
            count: individualOf(now().state, next.individualId)?.annotationIds.length ?? 1,
          }),
        }),
      )
    }

    const run = (command: ReviewCommand): void => {
      const { desk, decisions, words, edit, view, switches, projectId, searchAll } = now()
      const { query } = desk
      switch (command.kind) {
        case 'decide':
          return decide(command.verdict)
        case 'candidate':
        case 'photo':
          return move({ kind: command.kind, step: command.step })
        case 'undo':
          return void decisions
            .undo()
            .then((act) =>
              act === null ? words.say(t('review.said.nothingToUndo')) : words.lead(t('review.said.undone')),
            )
            .catch(() => words.say(t('parts.wentWrong')))
        case 'redo':
          return void decisions.redo().then((act) => {
            if (act === null) return words.say(t('review.said.nothingToRedo'))
            words.lead(t('review.said.redone'))
            if (act.settles) useReviewState.setState(({ trail }) => ({ trail: goOn(trail, now().desk.queue) }))
          })
        case 'skip':
          if (desk.ahead.length === 0) return words.say(t('review.said.onlyOneLeft'))
          return useReviewState.setState(({ trail }) => ({ trail: goOn(trail, desk.queue) }))
        case 'back': {
          const { trail } = useReviewState.getState()
          if (goBack(trail) === trail) return words.say(t('review.said.first'))
          return useReviewState.setState({ trail: goBack(trail) })
        }
        case 'search-all':
          return query === null ? undefined : void searchAll(query.annotationId)
        case 'edit-region':
          if (query === null) return
          return navigate(annotateAddress(projectId, query.contentHash, { isReview: true, animal: query.annotationId }))
        case 'points':
          switches.setShowsPoints(!switches.showsPoints)
          return words.say(t(switches.showsPoints ? 'review.said.noPoints' : 'review.said.points'))
        case 'overlay':
          switches.setShowsOverlay(!switches.showsOverlay)
          return words.say(t(switches.showsOverlay ? 'review.said.noOverlay' : 'review.said.overlay'))
        case 'blink':
          return
        case 'quality':
          if (query === null) return
          return void edit(query, { quality: stepQuality(query.quality, command.step) })
        case 'viewpoint':
          if (query === null) return
          words.say(t('review.said.viewpoint', { viewpoint: t(`identify.viewpoints.${command.viewpoint}`) }))
          return void edit(query, { viewpoint: command.viewpoint })
        case 'zoom':
          return command.step === 0 ? view.fit() : view.zoomBy(ZOOM_STEP ** command.step)
        case 'pan':
          return view.panBy(-command.dx * PAN_PX, -command.dy * PAN_PX)
        case 'point':
          return view.step(command.step, switches.pointCountRef.current)
        case 'accept':
        case 'name':
        case 'choose':
        case 'help':
          return switches.open(command.kind)
      }
    }
    return { run, decide }
  }, [t, format, navigate])
}

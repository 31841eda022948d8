import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnnotationRegion, AnnotationValue } from '../../../../core/api/identify.ts'
import type { AnnotationWithState, ProposedRegionValue, RegionClick } from '../../../../core/api/photo-id.ts'
import { isWhole } from '../../../../core/api/regions.ts'
import { useAction } from '../../parts/use-action.ts'
import { useShell } from '../../shell/use-shell.ts'
import { useReviewer } from '../parts/use-reviewer.ts'
import { clickMeaning } from './click-meaning.ts'
import type { Point } from './outline-points.ts'
import { useAnimals } from './use-animals.ts'
import { useClickQueue } from './use-click-queue.ts'

interface Options {
  readonly projectId: string
  readonly contentHash: string
  readonly annotations: readonly AnnotationWithState[]
  /** Selected at first; null: the only one, where there is one. */
  readonly first: string | null
}

interface Click {
  readonly point: Point
  readonly what: 'animal' | 'background'
}

interface Chosen {
  readonly of: string
  readonly id: string | null
  /** Corrections of it so far, and what they correct: each is worked out anew from there, so that none blurs the next. */
  readonly clicks: readonly RegionClick[]
  readonly base: AnnotationRegion | null
}

/** Outlines the animals of one photo: what clicks, boxes, corners and proposals do, each saved at once. */
export function useOutlining({ projectId, contentHash, annotations, first }: Options) {
  const { t } = useTranslation()
  const shell = useShell()
  const reviewer = useReviewer(({ name }) => name)
  const animals = useAnimals(projectId)
  const { isBusy, run } = useAction()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [isAdding, setAdding] = useState(false)
  const [proposed, setProposed] = useState<{
    readonly of: string
    readonly regions: readonly ProposedRegionValue[]
  } | null>(null)
  const [isProposing, setProposing] = useState(false)
  const proposingRef = useRef<AbortController | null>(null)
  // Proposals are of use on their photo alone; what a click began is finished, as it is saved.
  useEffect(() => () => proposingRef.current?.abort(), [contentHash])
  const lookingRef = useRef<Promise<void>>(Promise.resolve())
  const [said, setSaid] = useState('')

  const shown = annotations.map((annotation) => ({ ...annotation, ...animals.saving[annotation.annotationId] }))
  const initial = first ?? (annotations.length === 1 ? (annotations[0]?.annotationId ?? null) : null)
  const own = chosen?.of === contentHash ? chosen : { of: contentHash, id: initial, clicks: [], base: null }
  const selected = isAdding ? null : (shown.find(({ annotationId }) => annotationId === own.id) ?? null)
  const select = (id: string | null, clicks: readonly RegionClick[] = [], base: AnnotationRegion | null = null) => {
    setChosen({ of: contentHash, id, clicks, base })
    setAdding(false)
  }
  const handDrawn = reviewer === '' ? t('annotate.byHand') : reviewer

  /** @param into null: another animal, unless the photo has but one that is the whole photo */
  const put = async (
    into: AnnotationWithState | null,
    change: Partial<AnnotationValue> & { region: AnnotationRegion },
  ) => {
    const only = annotations.length === 1 && isWhole(annotations[0]!.region) ? annotations[0]! : null
    const target = into ?? only
    const side = annotations[0]?.viewpoint ?? 'unknown'
    const empty: Omit<AnnotationValue, 'region'> = { contentHash, viewpoint: side, quality: null, drawnBy: handDrawn }
    const id = await (target === null ? animals.add({ ...empty, ...change }) : animals.amend(target, change))
    if (id !== null) setSaid(t('annotate.saved'))
    return id
  }
  const putProposed = async (into: AnnotationWithState | null, { region, drawnBy, quality }: ProposedRegionValue) =>
    put(into, { region, drawnBy, quality: into?.quality ?? quality })

  const find = async (into: AnnotationWithState | null, [x, y]: Point) => {
    const found = await shell.call('regionAt', contentHash, x, y)
    if (isWhole(found.region)) return setSaid(t('annotate.unfound'))
    const id = await putProposed(into, found)
    if (id !== null) select(id)
  }
  const refine = async (of: AnnotationWithState, click: RegionClick) => {
    const clicks = [...own.clicks, click]
    const base = own.base ?? of.region
    select(of.annotationId, clicks, base)
    const drawn = await shell.call('refineRegion', contentHash, base, clicks)
    await putProposed(of, drawn)
  }

  const look = (work: () => Promise<void>) => {
    const looking = work()
    lookingRef.current = looking.catch(() => undefined)
    run(() => looking)
  }

  const queue = useClickQueue<Click>(contentHash, isBusy, ({ point, what }) => {
    const meaning = clickMeaning({ annotations: shown, selected: own.id, isAdding }, point, what)
    const known = (id: string | null) => shown.find(({ annotationId }) => annotationId === id) ?? null
    if (meaning.kind === 'select') select(meaning.annotationId)
    if (meaning.kind === 'find') look(() => find(known(meaning.into), point))
    if (meaning.kind === 'refine')
      look(() => refine(known(meaning.of)!, { x: clamp(point[0]), y: clamp(point[1]), kind: what }))
    return meaning.kind !== 'nothing'
  })

  return {
    ...animals,
    shown,
    selected,
    clicks: selected === null ? [] : own.clicks,
    isAdding,
    isBusy,
    said,
    select,
    setAdding,
    proposals: proposed?.of === contentHash ? proposed.regions : null,
    isProposing,
    click: (point: Point, what: 'animal' | 'background') => queue.click({ point, what }),
    draw: (region: AnnotationRegion, isNew: boolean) =>
      run(async () => {
        const id = await put(isNew ? null : selected, { region, drawnBy: handDrawn })
        if (id !== null) select(id)
      }),
    change: (annotation: AnnotationWithState, change: Partial<AnnotationValue>) =>
      run(() => animals.amend(annotation, change)),
    propose: () => {
      const own = new AbortController()
      proposingRef.current?.abort()
      proposingRef.current = own
      setProposing(true)
      run(async () => {
        try {
          const regions = await shell.callWith(own.signal, 'proposeRegions', contentHash)
          setProposed({ of: contentHash, regions: regions.filter(({ region }) => !isWhole(region)) })
        } finally {
          if (proposingRef.current === own) setProposing(false)
        }
      })
    },
    take: (proposal: ProposedRegionValue) =>
      run(async () => {
        const id = await putProposed(isAdding || selected === null ? null : selected, proposal)
        if (id === null) return
        select(id)
        setProposed((now) => (now === null ? null : { ...now, regions: now.regions.filter((one) => one !== proposal) }))
      }),
    takeBack: () =>
      run(async () => {
        // What waits has changed nothing yet; what a click is still finding is the last change.
        if (queue.dropLast()) return setSaid(t('annotate.undone'))
        await lookingRef.current
        const isDone = await animals.undo()
        select(own.id)
        setSaid(t(isDone ? 'annotate.undone' : 'annotate.nothingToUndo'))
      }),
  }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}

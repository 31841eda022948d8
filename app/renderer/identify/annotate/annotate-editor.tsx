import { Loader, Text, VisuallyHidden } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { PhotoId } from '../../../../core/api.ts'
import type { AnnotationWithState, ProjectPhotoState, ProjectState } from '../../../../core/api/photo-id.ts'
import { isWhole } from '../../../../core/api/regions.ts'
import { PictureStatus } from '../../zoom/picture-status.tsx'
import { usePhotoSource } from '../../zoom/use-photo-source.ts'
import { useProgressivePicture } from '../../zoom/use-progressive-picture.ts'
import { useZoom } from '../../zoom/use-zoom.ts'
import { sideFor } from '../../zoom/zoom.ts'
import { annotateAddress, reviewAddress, tabAddress } from '../parts/addresses.ts'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { annotationsOn } from '../parts/project-index.ts'
import { stepQuality } from '../review/quality-level.ts'
import { useFocusKept } from '../review/use-focus-kept.ts'
import { AnimalsPanel } from './animals-panel.tsx'
import { type AnnotateCommand, annotateCommand } from './annotate-keys.ts'
import { AnnotateLayer, type Tool } from './annotate-layer.tsx'
import { AnnotateToolbar } from './annotate-toolbar.tsx'
import { useOutlining } from './use-outlining.ts'
import styles from './annotate.module.css'

interface Props {
  readonly state: ProjectState
  readonly photo: ProjectPhotoState
  readonly photoId: PhotoId
  readonly isFromReview: boolean
  /** Selected at first; null: the only one. */
  readonly animal: string | null
}

const ZOOM_STEP = 1.4
const OWN_KEYS = 'input, textarea, select, [role=menu], [role=dialog], [role=listbox]'

export function AnnotateEditor({ state, photo, photoId, isFromReview, animal }: Props) {
  const { t } = useTranslation()
  const [, navigate] = useLocation()
  const { projectId } = state.project
  const { contentHash } = photo
  const annotations = annotationsOn(state, contentHash)
  const rootRef = useRef<HTMLDivElement>(null)
  const stageRef = useRef<HTMLDivElement>(null)
  const [tool, setTool] = useState<Tool>('click')
  const [deleting, setDeleting] = useState<AnnotationWithState | null>(null)
  const zoom = useZoom(stageRef, { name: contentHash, photo })
  const { url, isSharp, failed } = useProgressivePicture(usePhotoSource(photoId), sideFor(zoom.view, zoom.sizes))
  const work = useOutlining({ projectId, contentHash, annotations, first: animal })
  const { selected } = work
  useFocusKept(rootRef)
  useEffect(() => stageRef.current?.querySelector<HTMLElement>('[role=application]')?.focus(), [contentHash])

  const at = state.photos.findIndex((other) => other.contentHash === contentHash)
  const close = () => navigate(isFromReview ? reviewAddress(projectId) : tabAddress(projectId, 'encounters'))
  const goTo = (step: 1 | -1) => {
    const next = state.photos[at + step]
    if (next !== undefined)
      navigate(annotateAddress(projectId, next.contentHash, { isReview: isFromReview, animal: null }), {
        replace: true,
      })
  }
  const remove = (annotation: AnnotationWithState) => {
    if (annotation.state.kind === 'identified') setDeleting(annotation)
    else void work.remove(annotation)
  }
  const run = (command: AnnotateCommand): void => {
    switch (command.kind) {
      case 'tool':
        return setTool(command.tool)
      case 'viewpoint':
        if (selected !== null) work.change(selected, { viewpoint: command.viewpoint })
        return
      case 'quality':
        if (selected !== null) work.change(selected, { quality: stepQuality(selected.quality, command.step) })
        return
      case 'photo':
        return goTo(command.step)
      case 'zoom':
        return command.step === 0 ? zoom.fit() : zoom.zoomBy(ZOOM_STEP ** command.step)
      case 'add':
        setTool(tool === 'outline' ? 'click' : tool)
        return work.setAdding(!work.isAdding)
      case 'propose':
        return work.propose()
      case 'delete':
        if (selected !== null) remove(selected)
        return
      case 'undo':
        return work.takeBack()
      case 'close':
        return work.isAdding ? work.setAdding(false) : close()
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || (event.target instanceof Element && event.target.closest(OWN_KEYS) !== null)) return
    const command = annotateCommand(event)
    if (command === null) return
    event.preventDefault()
    event.stopPropagation()
    run(command)
  }
  const { view, sizes } = zoom
  const hint =
    tool === 'box'
      ? 'box'
      : tool === 'outline'
        ? selected === null
          ? 'outlineNone'
          : 'outline'
        : work.isAdding
          ? 'adding'
          : selected === null || isWhole(selected.region)
            ? 'start'
            : 'correct'
  return (
    <div
      ref={rootRef}
      className={styles.screen}
      tabIndex={-1}
      role="region"
      aria-label={t('annotate.screen')}
      onKeyDown={onKeyDown}
    >
      <AnnotateToolbar
        name={photo.fileName}
        place={at + 1}
        of={state.photos.length}
        tool={tool}
        canUndo={work.canUndo}
        run={run}
      />
      <div className={styles.body}>
        <div className={styles.main}>
          <div className={styles.stage} ref={stageRef}>
            <div
              className={styles.sheet}
              style={{
                width: sizes.photo.width * view.scale,
                height: sizes.photo.height * view.scale,
                transform: `translate(${view.x}px, ${view.y}px)`,
              }}
            >
              <img className={styles.picture} src={url} alt={photo.fileName} draggable={false} />
              <AnnotateLayer
                key={contentHash}
                tool={tool}
                annotations={work.shown}
                selected={selected}
                clicks={work.clicks}
                onClick={work.click}
                onRegion={(region) => work.draw(region, tool === 'box' && (work.isAdding || selected === null))}
              />
            </div>
            <PictureStatus isSharp={isSharp} failed={failed} />
          </div>
          <p className={styles.hint}>
            {work.isBusy ? (
              <>
                <Loader size={14} />
                <Text span size="sm" role="status">
                  {t('annotate.working')}
                </Text>
              </>
            ) : (
              <span>{work.said === t('annotate.unfound') ? work.said : t(`annotate.hint.${hint}`)}</span>
            )}
          </p>
        </div>
        <AnimalsPanel
          state={state}
          photo={photo}
          annotations={work.shown}
          selected={selected?.annotationId ?? null}
          isAdding={work.isAdding}
          proposals={work.proposals}
          isProposing={work.isProposing}
          onSelect={work.select}
          onChange={work.change}
          onDelete={remove}
          onAdd={() => run({ kind: 'add' })}
          onPropose={work.propose}
          onTake={work.take}
        />
      </div>
      <VisuallyHidden role="status" data-said>
        {work.said}
      </VisuallyHidden>
      <ConfirmDialog
        opened={deleting !== null}
        onClose={() => setDeleting(null)}
        title={t('annotate.deleteTitle')}
        action={t('annotate.deleteDo')}
        onConfirm={() => deleting !== null && void work.remove(deleting)}
      >
        <Text size="sm">{t('annotate.deleteText')}</Text>
      </ConfirmDialog>
    </div>
  )
}

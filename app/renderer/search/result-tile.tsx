import { UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconStack2 } from '@tabler/icons-react'
import type { CSSProperties, DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Query } from '../../../core/api.ts'
import { useFormat } from '../parts/use-format.ts'
import { usePhotoList } from '../photo/photo-list.ts'
import { nameOf } from '../query/path-name.ts'
import { usePhotoDrag } from '../query/use-photo-drag.ts'
import { goTo } from '../shell/hash-location.ts'
import { useShell } from '../shell/use-shell.ts'
import type { ShownResult } from './group-stacks.ts'
import { MarkButton } from './mark-button.tsx'
import { ReasonBadges } from './reason-badges.tsx'
import { type Ranges, rankChange } from './reasons.ts'
import { useSearchView } from './search-view-state.ts'
import styles from './search.module.css'

interface Props {
  readonly shown: ShownResult
  readonly list: readonly ShownResult[]
  readonly query: Query
  readonly ranges: Ranges
  readonly count: number
  readonly isCurrent: boolean
  readonly onFocus: () => void
  /** The person looks at why it is here, or no longer. */
  readonly onWhy: (isShown: boolean) => void
  readonly style: CSSProperties
  readonly photoHeight: number
}

/** One result: the photo, its rank, why it is there, and what to do with it. */
export function ResultTile({
  shown,
  list,
  query,
  ranges,
  count,
  isCurrent,
  onFocus,
  onWhy,
  style,
  photoHeight,
}: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const drag = usePhotoDrag()
  const { result, rank, behind, cover } = shown
  const { photoId, path, similarity, parts } = result
  const selected = useSearchView((state) => state.selected.includes(photoId))
  const anySelected = useSearchView((state) => state.selected.length > 0)
  const isOpen = useSearchView((state) => state.open.has(photoId))
  const { toggleSelected, toggleOpen } = useSearchView.getState()
  const name = nameOf(path)
  const moved = rankChange(parts, rank)
  const stackLabel = isOpen ? t('search.stackClose') : t('search.stack', { count: behind.length })

  const onDragStart = (event: DragEvent) => drag(event, photoId, useSearchView.getState().selected)
  const open = () => {
    usePhotoList.getState().setList(
      list.map((one) => one.result.photoId),
      t('search.title'),
    )
    goTo(`/photo/${photoId}`)
  }
  return (
    <div
      role="listitem"
      aria-setsize={count}
      aria-posinset={rank}
      className={styles.tile}
      data-selected={selected || undefined}
      data-behind={cover !== null || undefined}
      style={style}
    >
      <UnstyledButton
        className={styles.photo}
        style={{ height: photoHeight }}
        data-rank={rank}
        tabIndex={isCurrent ? 0 : -1}
        aria-label={t('search.resultName', { rank, name, similarity: format.similarity(similarity) })}
        onClick={open}
        onFocus={onFocus}
        onDragStart={onDragStart}
        draggable
      >
        <img src={shell.thumbnailUrl(photoId)} alt="" draggable={false} loading="lazy" decoding="async" />
      </UnstyledButton>
      <input
        type="checkbox"
        className={styles.select}
        data-shown={anySelected || undefined}
        aria-label={`${t('search.select')}: ${name}`}
        tabIndex={isCurrent ? 0 : -1}
        checked={selected}
        onChange={() => toggleSelected(photoId)}
      />
      {behind.length > 0 && (
        <UnstyledButton
          className={styles.stack}
          tabIndex={isCurrent ? 0 : -1}
          aria-expanded={isOpen}
          title={stackLabel}
          aria-label={`${behind.length + 1} · ${stackLabel}`}
          onClick={() => toggleOpen(photoId)}
        >
          <IconStack2 size={16} aria-hidden /> {behind.length + 1}
        </UnstyledButton>
      )}
      <div className={styles.caption}>
        <span className={styles.rank} title={t('search.rank', { rank })}>
          {rank}
        </span>
        {moved !== 0 && <Moved places={moved} />}
        <UnstyledButton
          className={styles.similarity}
          data-why={photoId}
          tabIndex={isCurrent ? 0 : -1}
          aria-label={`${t('search.why')}: ${format.similarity(similarity)}`}
          onMouseEnter={() => onWhy(true)}
          onMouseLeave={() => onWhy(false)}
          onFocus={() => onWhy(true)}
          onBlur={() => onWhy(false)}
          onKeyDown={(event) => event.key === 'Escape' && onWhy(false)}
        >
          {format.similarity(similarity)}
        </UnstyledButton>
        <span className={styles.spring} />
        <MarkButton photoId={photoId} as="like" isCurrent={isCurrent} />
        <MarkButton photoId={photoId} as="unlike" isCurrent={isCurrent} />
      </div>
      <ReasonBadges result={result} rank={rank} query={query} ranges={ranges} />
    </div>
  )
}

function Moved({ places }: { readonly places: number }) {
  const { t } = useTranslation()
  const label = t(places > 0 ? 'search.movedUp' : 'search.movedDown', { count: Math.abs(places) })
  const Icon = places > 0 ? IconArrowUp : IconArrowDown
  return (
    <span className={styles.moved} data-up={places > 0 || undefined} role="img" aria-label={label} title={label}>
      <Icon size={14} aria-hidden />
      {Math.abs(places)}
    </span>
  )
}

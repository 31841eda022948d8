import { Button, Text } from '@mantine/core'
import { IconSearch, IconUserPlus } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnnotationWithState, ProjectState } from '../../../../core/api/photo-id.ts'
import { PicturePane } from '../../matches/picture-pane.tsx'
import { type PictureSide, homeOf } from '../../matches/picture-side.ts'
import type { PairView } from '../../matches/pair-view.ts'
import { useShell } from '../../shell/use-shell.ts'
import { useZoom } from '../../zoom/use-zoom.ts'
import { photoOf } from '../parts/project-index.ts'
import { pictureOf } from './picture-of.ts'
import type { ReviewActions } from './use-review-commands.ts'
import type { Desk } from './use-review-desk.ts'
import styles from './review.module.css'

interface Props {
  readonly state: ProjectState
  readonly query: AnnotationWithState
  readonly desk: Desk
  readonly view: PairView
  readonly actions: ReviewActions
}

/** A photo beside which nobody is held: why, and what to do. */
export function AlonePanel({ state, query, desk, view, actions }: Props) {
  const { t } = useTranslation()
  const shell = useShell()
  const picture = pictureOf(state, shell, query, photoOf(state, query.contentHash)?.fileName ?? '')
  const why =
    desk.answer?.compared === 0
      ? 'uncompared'
      : state.individuals.length === 0
        ? 'none'
        : desk.hasDenied
          ? 'denied'
          : 'text'
  return (
    <div className={styles.alone}>
      {picture === null ? <div /> : <Picture picture={picture} view={view} />}
      <div className={styles.aloneWords}>
        <Text fw={600}>{t('review.nobody.title')}</Text>
        <Text size="sm">{t(`review.nobody.${why}`)}</Text>
        <Button
          variant="default"
          leftSection={<IconUserPlus size={16} aria-hidden />}
          onClick={() => actions.decide('new-individual')}
        >
          {t('identify.verdicts.new-individual')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconSearch size={16} aria-hidden />}
          onClick={() => actions.run({ kind: 'search-all' })}
        >
          {t('review.searchAll')}
        </Button>
      </div>
    </div>
  )
}

function Picture({ picture, view }: { readonly picture: PictureSide; readonly view: PairView }) {
  const stageRef = useRef<HTMLDivElement>(null)
  const zoom = useZoom(stageRef, { name: picture.firstUrl, photo: picture, home: homeOf(picture), link: view })
  return <PicturePane side={picture} stageRef={stageRef} zoom={zoom} />
}

import { Button, Loader } from '@mantine/core'
import { IconPhotoOff } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearch } from 'wouter'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { annotateOrigin, tabAddress } from '../parts/addresses.ts'
import { photoOf } from '../parts/project-index.ts'
import { useProject } from '../parts/use-project.ts'
import { beginRedrawing } from '../review/review-state.ts'
import { AnnotateEditor } from './annotate-editor.tsx'

interface Props {
  readonly projectId: string
  readonly contentHash: string
}

/** One photo of a project, where its animals are outlined. */
export function AnnotateScreen({ projectId, contentHash }: Props) {
  const { t } = useTranslation()
  const project = useProject(projectId)
  const { isReview, animal } = annotateOrigin(useSearch())
  // Not by the desk as it is left: still there, it would take the outline for drawn already.
  useEffect(() => {
    if (isReview && animal !== null) beginRedrawing(projectId, animal)
  }, [projectId, isReview, animal])
  if (project.data === undefined)
    return project.error === null ? (
      <Loader m="auto" />
    ) : (
      <ErrorState error={project.error} onRetry={() => void project.refetch()} />
    )
  const photo = photoOf(project.data, contentHash)
  if (photo !== undefined && photo.photoId !== null)
    return (
      <AnnotateEditor
        state={project.data}
        photo={photo}
        photoId={photo.photoId}
        isFromReview={isReview}
        animal={animal}
      />
    )
  const what = photo === undefined ? 'gone' : 'missing'
  return (
    <EmptyState
      icon={<IconPhotoOff size={40} stroke={1.4} />}
      title={t(`annotate.${what}`)}
      text={t(`annotate.${what}Text`)}
    >
      <Button component={Link} href={tabAddress(projectId, 'encounters')}>
        {t('annotate.toProject')}
      </Button>
    </EmptyState>
  )
}

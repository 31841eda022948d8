import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../../core/api.ts'
import { useFormat } from '../../parts/use-format.ts'
import { useNotify } from '../../parts/use-notify.ts'
import { useShell } from '../../shell/use-shell.ts'
import { useProjectAction } from '../parts/use-project.ts'

/** Puts photos of the library into an encounter and says what came of it. @returns whether it was done */
export function usePutPhotos(projectId: string) {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const notify = useNotify()
  const act = useProjectAction(projectId)
  return (encounterId: string, photoIds: readonly PhotoId[]): Promise<boolean> =>
    act(async () => {
      const { photos, known } = await shell.call('putPhotos', projectId, encounterId, photoIds)
      const added = t('encounters.added', { count: photos, photos: format.count(photos) })
      const moved = t('encounters.known', { count: known, photos: format.count(known) })
      notify({ message: known === 0 ? added : `${added} · ${moved}` })
    })
}

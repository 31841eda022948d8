import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { FolderChooser } from '../library/folder-chooser.tsx'
import { useAction } from '../parts/use-action.ts'
import { useShell } from '../shell/use-shell.ts'

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  readonly onChoose: (folder: string) => void
}

/** The system's own dialog where there is one; a tab has our own. */
export function ChooseFolder({ opened, onClose, onChoose }: Props) {
  const { t } = useTranslation()
  const { desktop } = useShell()
  const { run } = useAction()
  useEffect(() => {
    if (!opened || desktop === null) return
    onClose()
    run(async () => {
      const [folder] = await desktop.pickFolders()
      if (folder !== undefined) onChoose(folder)
    })
    // Once each time it opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [opened])
  if (desktop !== null) return null
  return (
    <FolderChooser
      opened={opened}
      onClose={onClose}
      onChoose={onChoose}
      title={t('models.import')}
      hint={t('models.importText')}
      action={(name) => t('models.importNow', { name })}
    />
  )
}

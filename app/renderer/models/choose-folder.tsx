import { Button, Group, Modal, TextInput } from '@mantine/core'
import { type SubmitEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '../parts/use-action.ts'
import { useShell } from '../shell/use-shell.ts'

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  readonly onChoose: (folder: string) => void
}

/** The system's own dialog where there is one; a tab asks for the path. */
export function ChooseFolder({ opened, onClose, onChoose }: Props) {
  const { t } = useTranslation()
  const [path, setPath] = useState('')
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
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    if (path.trim() !== '') onChoose(path.trim())
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('models.import')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <form onSubmit={onSubmit}>
        <TextInput
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          label={t('models.importPath')}
          description={t('models.importText')}
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            {t('parts.cancel')}
          </Button>
          <Button type="submit" disabled={path.trim() === ''}>
            {t('models.importNow')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

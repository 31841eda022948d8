import { Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { DialogButtons } from '../parts/dialog-buttons.tsx'
import { useAction } from '../parts/use-action.ts'
import { useQueryState } from '../query/query-state.ts'
import { useCall } from '../shell/use-call.ts'
import { useShell } from '../shell/use-shell.ts'
import { Section } from './section.tsx'

/** What is stored where, and how to be rid of it. */
export function PrivacySection() {
  const { t } = useTranslation()
  const about = useCall('about', [])
  const [isDeleting, setDeleting] = useState(false)
  const library = about.data?.library ?? '…'
  return (
    <Section title={t('settings.privacy')}>
      <List size="sm" spacing={6}>
        <List.Item>{t('settings.privacyPhotos')}</List.Item>
        <List.Item>{t('settings.privacyLibrary', { library })}</List.Item>
        <List.Item>{t('settings.privacyModels', { folder: about.data?.modelsFolder ?? '…' })}</List.Item>
        <List.Item>{t('settings.privacyNetwork')}</List.Item>
      </List>
      <Group mt="md">
        <Button color="red" variant="light" leftSection={<IconTrash size={16} />} onClick={() => setDeleting(true)}>
          {t('settings.deleteEverything')}
        </Button>
      </Group>
      <Modal
        opened={isDeleting}
        onClose={() => setDeleting(false)}
        title={t('settings.deleteTitle')}
        closeButtonProps={{ 'aria-label': t('parts.close') }}
      >
        <DeleteEverything onClose={() => setDeleting(false)} />
      </Modal>
    </Section>
  )
}

function DeleteEverything({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const shell = useShell()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const { isBusy, run } = useAction()
  const clear = useQueryState((query) => query.clear)
  const [typed, setTyped] = useState('')
  const word = t('settings.deleteWord')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (typed.trim().toLowerCase() !== word) return
        run(async () => {
          await shell.call('deleteEverything')
          onClose()
          clear()
          await client.resetQueries({ queryKey: ['call'] })
          navigate('/')
        })
      }}
    >
      <Stack gap="sm">
        <Text>{t('settings.deleteText')}</Text>
        <TextInput
          data-autofocus
          autoComplete="off"
          label={t('settings.deleteType', { word })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <DialogButtons onCancel={onClose} mt="xs">
          <Button type="submit" color="red" loading={isBusy} disabled={typed.trim().toLowerCase() !== word}>
            {t('settings.deleteEverything')}
          </Button>
        </DialogButtons>
      </Stack>
    </form>
  )
}

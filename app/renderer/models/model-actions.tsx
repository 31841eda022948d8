import { ActionIcon, Button, Group, Menu, Modal, Text } from '@mantine/core'
import { IconCheckbox, IconDatabaseMinus, IconDots, IconDownload, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelStatus, SpaceStatus } from '../../../core/api.ts'
import { useQueryClient } from '@tanstack/react-query'
import { DialogButtons } from '../parts/dialog-buttons.tsx'
import { useAction } from '../parts/use-action.ts'
import { useFormat } from '../parts/use-format.ts'
import { useShell } from '../shell/use-shell.ts'

interface Props {
  readonly model: ModelStatus
  readonly oldSpaces: readonly SpaceStatus[]
  readonly onUse: () => void
}

export function ModelActions({ model, oldSpaces, onUse }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const client = useQueryClient()
  const { isBusy, run } = useAction()
  const [isRemoving, setRemoving] = useState(false)
  const { id: name } = model
  const stale = () => client.invalidateQueries({ queryKey: ['call'] })
  if (!model.installed)
    return (
      <Button
        flex="none"
        variant="light"
        disabled={isBusy}
        leftSection={<IconDownload size={16} />}
        aria-label={t('models.downloadNamed', { name, size: format.bytes(model.bytes) })}
        onClick={() => run(() => shell.call('startJob', { kind: 'get-model', model: name }))}
      >
        {t('models.download', { size: format.bytes(model.bytes) })}
      </Button>
    )
  return (
    <Group gap="xs" wrap="nowrap" flex="none">
      {!model.active && model.kind === 'image-text' && (
        <Button variant="light" onClick={onUse} aria-label={t('models.useNamed', { name })}>
          {t('models.use')}
        </Button>
      )}
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('models.moreFor', { name })}>
            <IconDots size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconCheckbox size={16} />}
            onClick={() => run(() => shell.call('startJob', { kind: 'verify-model', model: name }))}
          >
            {t('models.verify')}
          </Menu.Item>
          {oldSpaces.map((space) => (
            <Menu.Item
              key={space.id}
              leftSection={<IconDatabaseMinus size={16} />}
              onClick={() => run(() => shell.call('forgetSpace', space.id).then(stale))}
            >
              {t('models.forgetSpace', { size: format.bytes(space.bytes) })}
            </Menu.Item>
          ))}
          {!model.builtIn && !model.active && (
            <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => setRemoving(true)}>
              {t('models.remove')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={isRemoving}
        onClose={() => setRemoving(false)}
        title={t('models.removeTitle', { name })}
        closeButtonProps={{ 'aria-label': t('parts.close') }}
      >
        <Text>{t('models.removeText', { size: format.bytes(model.bytes) })}</Text>
        <DialogButtons onCancel={() => setRemoving(false)}>
          <Button
            color="red"
            onClick={() => {
              setRemoving(false)
              run(() => shell.call('removeModel', name).then(stale))
            }}
          >
            {t('models.remove')}
          </Button>
        </DialogButtons>
      </Modal>
    </Group>
  )
}

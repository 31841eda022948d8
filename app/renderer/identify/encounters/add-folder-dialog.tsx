import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core'
import { IconFolder } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FolderChooser } from '../../library/folder-chooser.tsx'
import { DialogButtons } from '../../parts/dialog-buttons.tsx'
import { useAction } from '../../parts/use-action.ts'
import { useAttempt } from '../../parts/use-attempt.ts'
import { useShell } from '../../shell/use-shell.ts'
import styles from './encounters.module.css'

const GAP_MINUTES = 30
const GAP_METRES = 500

interface Props {
  readonly projectId: string
  readonly opened: boolean
  readonly onClose: () => void
}

/** Adds a folder of photos in encounters by time and place. */
export function AddFolderDialog({ projectId, opened, onClose }: Props) {
  const { t } = useTranslation()
  const shell = useShell()
  const attempt = useAttempt()
  const { isBusy, run } = useAction()
  const [folder, setFolder] = useState<string | null>(null)
  const [gapMinutes, setGapMinutes] = useState(GAP_MINUTES)
  const [gapMetres, setGapMetres] = useState(GAP_METRES)
  const [isChoosing, setChoosing] = useState(false)
  const choose = () => {
    const { desktop } = shell
    if (desktop === null) setChoosing(true)
    else void attempt(async () => setFolder((await desktop.pickFolders())[0] ?? folder))
  }
  const add = (event: SubmitEvent) => {
    event.preventDefault()
    if (folder === null) return
    run(async () => {
      await shell.call('startJob', { kind: 'project-add', projectId, folder, rule: { gapMinutes, gapMetres } })
      setFolder(null)
      onClose()
    })
  }
  return (
    <>
      <Modal
        opened={opened && !isChoosing}
        onClose={onClose}
        title={t('encounters.addFolder')}
        closeButtonProps={{ 'aria-label': t('parts.close') }}
      >
        <form onSubmit={add}>
          <Stack gap="md">
            <div>
              <Button data-autofocus variant="default" leftSection={<IconFolder size={16} />} onClick={choose}>
                {t(folder === null ? 'encounters.chooseFolder' : 'encounters.otherFolder')}
              </Button>
              <Text size="sm" mt={8} className={styles.folder}>
                {folder ?? t('encounters.folderHint')}
              </Text>
            </div>
            <Text size="sm">{t('encounters.ruleText')}</Text>
            <Group grow align="flex-start">
              <Rule
                label={t('encounters.gapMinutes')}
                suffix={` ${t('encounters.minutes')}`}
                value={gapMinutes}
                onChange={setGapMinutes}
              />
              <Rule
                label={t('encounters.gapMetres')}
                suffix={` ${t('encounters.metres')}`}
                value={gapMetres}
                onChange={setGapMetres}
              />
            </Group>
          </Stack>
          <DialogButtons onCancel={onClose}>
            <Button type="submit" disabled={folder === null} loading={isBusy}>
              {t('encounters.add')}
            </Button>
          </DialogButtons>
        </form>
      </Modal>
      <FolderChooser
        opened={opened && isChoosing}
        onClose={() => setChoosing(false)}
        onChoose={(chosen) => {
          setFolder(chosen)
          setChoosing(false)
        }}
        title={t('encounters.chooseFolder')}
        hint={t('encounters.folderHint')}
        action={(name) => t('encounters.takeFolder', { name })}
      />
    </>
  )
}

interface RuleProps {
  readonly label: string
  readonly suffix: string
  readonly value: number
  readonly onChange: (value: number) => void
}

function Rule({ label, suffix, value, onChange }: RuleProps) {
  return (
    <NumberInput
      label={label}
      suffix={suffix}
      min={1}
      max={1_000_000}
      allowDecimal={false}
      allowNegative={false}
      value={value}
      onChange={(typed) => Number(typed) >= 1 && onChange(Number(typed))}
    />
  )
}

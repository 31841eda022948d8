import { ActionIcon, Kbd, Modal, Table, Tooltip } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { IconKeyboard } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

const SHORTCUTS = [
  { keys: ['/'], text: 'search.keyFocus' },
  { keys: ['←', '↑', '↓', '→'], text: 'search.keyMove' },
  { keys: ['Enter'], text: 'search.keyOpen' },
  { keys: ['Space'], text: 'search.keySelect' },
  { keys: ['M'], text: 'search.keyMore' },
  { keys: ['L'], text: 'search.keyLess' },
  { keys: ['S'], text: 'search.keySearch' },
  { keys: ['C'], text: 'search.keyCompare' },
  { keys: ['I'], text: 'search.keyWhy' },
  { keys: ['−', '↑', '↓', 'R', 'Del'], text: 'search.keyChip' },
  { keys: ['?'], text: 'search.keyHelp' },
] as const

/** What the keys do; `?` opens it anywhere. */
export function ShortcutsDialog() {
  const { t } = useTranslation()
  const [isOpen, { open, close }] = useDisclosure(false)
  useHotkeys([
    ['shift+?', open],
    ['?', open],
  ])
  return (
    <>
      <Tooltip label={t('search.shortcuts')}>
        <ActionIcon size={42} variant="subtle" color="gray" aria-label={t('search.shortcuts')} onClick={open}>
          <IconKeyboard size={20} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('search.shortcuts')}
        closeButtonProps={{ 'aria-label': t('parts.close') }}
      >
        <Table withRowBorders={false}>
          <Table.Tbody>
            {SHORTCUTS.map(({ keys, text }) => (
              <Table.Tr key={text}>
                <Table.Td w={160}>
                  {keys.map((key) => (
                    <Kbd key={key} mr={4}>
                      {key}
                    </Kbd>
                  ))}
                </Table.Td>
                <Table.Td>{t(text)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Modal>
    </>
  )
}

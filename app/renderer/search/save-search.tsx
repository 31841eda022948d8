import { Button, CopyButton, Group, TextInput } from '@mantine/core'
import { IconCheck, IconCopy, IconLink } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Query } from '../../../core/api.ts'
import { addressText } from '../query/use-query-address.ts'
import { useShell } from '../shell/use-shell.ts'
import { useSearchHistory } from './use-search-history.ts'

/** Saves the present search under a name, or copies it to share. */
export function SaveSearch({ query }: { readonly query: Query }) {
  const { t } = useTranslation()
  const shell = useShell()
  const { save } = useSearchHistory()
  const [name, setName] = useState('')
  const text = addressText(query)
  const screen = `search?${new URLSearchParams({ q: text }).toString()}`
  const link = shell.kind === 'desktop' ? `resight://${screen}` : new URL(`#/${screen}`, location.href).href
  const copy = (value: string, label: string, Icon: typeof IconLink) => (
    <CopyButton value={value}>
      {({ copied, copy: onCopy }) => (
        <Button
          size="xs"
          variant="default"
          leftSection={copied ? <IconCheck size={14} /> : <Icon size={14} />}
          onClick={onCopy}
        >
          {copied ? t('search.copied') : label}
        </Button>
      )}
    </CopyButton>
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '') void save(query, name.trim()).then((isSaved) => isSaved && setName(''))
      }}
    >
      <Group gap={8} align="flex-end" wrap="nowrap">
        <TextInput
          flex={1}
          label={t('search.saveAs')}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" disabled={name.trim() === ''}>
          {t('search.save')}
        </Button>
      </Group>
      <Group gap={8} mt={8}>
        {copy(text, t('search.copyText'), IconCopy)}
        {copy(link, t('search.copyLink'), IconLink)}
      </Group>
    </form>
  )
}

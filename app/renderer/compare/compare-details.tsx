import { CloseButton, Switch, Table, Text } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PhotoDetails, PhotoId } from '../../../core/api.ts'
import type { PlainError } from '../../../core/api/shell.ts'
import { useFormat } from '../parts/use-format.ts'
import { nameOf } from '../query/path-name.ts'
import { useSearchView } from '../search/search-view-state.ts'
import { useShell } from '../shell/use-shell.ts'
import { comparedFields } from './differences.ts'
import styles from './compare.module.css'

/** What the photos say of themselves, in columns below them. */
export function CompareDetails({ photoIds }: { readonly photoIds: readonly PhotoId[] }) {
  const { t } = useTranslation()
  const shell = useShell()
  const format = useFormat()
  const toggleSelected = useSearchView((state) => state.toggleSelected)
  const [onlyDifferent, setOnlyDifferent] = useState(true)
  const answers = useQueries({
    queries: photoIds.map((photoId) => ({
      queryKey: ['call', 'photo', photoId],
      queryFn: (): Promise<PhotoDetails> => shell.call('photo', photoId),
    })),
  })
  const error = answers.find((answer) => answer.error !== null)?.error as PlainError | undefined
  if (error !== undefined) return <Text role="alert">{error.message}</Text>
  const photos = answers.flatMap(({ data }) => data ?? [])
  if (photos.length < photoIds.length) return null
  const fields = comparedFields(photos, format).filter(({ differs }) => differs || !onlyDifferent)
  return (
    <div className={styles.details}>
      <Switch
        size="sm"
        label={t('compare.onlyDifferent')}
        checked={onlyDifferent}
        onChange={(event) => setOnlyDifferent(event.currentTarget.checked)}
      />
      <Table layout="fixed" aria-label={t('compare.details')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={120}>{t('compare.field')}</Table.Th>
            {photos.map(({ photoId, paths }) => (
              <Table.Th key={photoId}>
                <span className={styles.name}>
                  <span>{nameOf(paths[0] ?? String(photoId))}</span>
                  {photos.length > 2 && (
                    <CloseButton size="sm" aria-label={t('compare.remove')} onClick={() => toggleSelected(photoId)} />
                  )}
                </span>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields
            .filter(({ field }) => field !== 'name')
            .map(({ field, values, differs }) => (
              <Table.Tr key={field}>
                <Table.Th fw={400}>{t(`compare.${field}`)}</Table.Th>
                {values.map((value, i) => (
                  <Table.Td key={photos[i]?.photoId} fw={differs ? 600 : 400}>
                    {value ?? t('compare.unknown')}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

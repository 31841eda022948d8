import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CsvPreview } from '../../../../../core/api/photo-id.ts'
import { useFormat } from '../../../parts/use-format.ts'
import { useFieldName } from './use-field-name.ts'
import styles from './csv.module.css'

/** Every wrong cell with its line. */
export function TableErrors({ preview }: { readonly preview: CsvPreview }) {
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useFieldName()
  const { errors, errorCount } = preview
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={t('encounters.errors')}>
      <Table stickyHeader verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={80}>{t('encounters.line')}</Table.Th>
            <Table.Th w={160}>{t('encounters.field')}</Table.Th>
            <Table.Th>{t('encounters.problem')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {errors.map(({ line, field, message }, index) => (
            <Table.Tr key={index}>
              <Table.Td>{format.count(line)}</Table.Td>
              <Table.Td>{field === '' ? '' : nameOf(field)}</Table.Td>
              <Table.Td>{message}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {errorCount > errors.length && (
        <p className={styles.more}>{t('encounters.moreErrors', { count: errorCount - errors.length })}</p>
      )}
    </div>
  )
}

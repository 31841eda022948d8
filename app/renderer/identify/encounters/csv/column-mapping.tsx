import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CsvPreview } from '../../../../../core/api/photo-id.ts'
import { useFieldName } from './use-field-name.ts'
import styles from './csv.module.css'

interface Props {
  readonly preview: CsvPreview
  readonly onChange: (mapping: CsvPreview['mapping']) => void
}

/** Which column holds what, guessed and to be corrected. */
export function ColumnMapping({ preview, onChange }: Props) {
  const { t } = useTranslation()
  const nameOf = useFieldName()
  const { fields, header, mapping } = preview
  const columns = header.map((name, index) => ({
    value: String(index),
    label: name.trim() === '' ? t('encounters.column', { number: index + 1 }) : name,
  }))
  const give = (field: string, column: string | null) => {
    const rest = Object.entries(mapping).filter(
      // A column holds one thing.
      ([other, index]) => other !== field && String(index) !== column,
    )
    onChange(Object.fromEntries(column === null ? rest : [...rest, [field, Number(column)]]))
  }
  return (
    <fieldset className={styles.mapping}>
      <legend>{t('encounters.columns')}</legend>
      {fields.map((field) => (
        <Select
          key={field}
          size="xs"
          clearable
          label={nameOf(field)}
          placeholder={t('encounters.noColumn')}
          data={columns}
          value={mapping[field] === undefined ? null : String(mapping[field])}
          clearButtonProps={{ 'aria-label': t('encounters.clear') }}
          onChange={(column) => give(field, column)}
        />
      ))}
    </fieldset>
  )
}

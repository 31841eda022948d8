import { Button, Select, Stack } from '@mantine/core'
import { DatePickerInput, DatesProvider } from '@mantine/dates'
import 'dayjs/locale/de'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../parts/use-format.ts'
import { useQueryState } from '../query/query-state.ts'
import { useCall } from '../shell/use-call.ts'
import { boundsKey } from './filter-labels.ts'

/** Every filter with what this library offers for it, and how many photos that is. */
export function FilterForm() {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  const { filter, setFilter, clearFilter } = useQueryState()
  const { data } = useCall('facets', [])
  const option = (value: string, name: string, photos: number) => ({
    value,
    label: `${name} (${format.count(photos)})`,
  })
  const places = (data?.places ?? []).map((place) => option(boundsKey(place.bounds), place.name, place.photos))
  const chosenPlace = filter.bounds === undefined ? null : boundsKey(filter.bounds)
  if (chosenPlace !== null && places.every(({ value }) => value !== chosenPlace)) {
    places.push({ value: chosenPlace, label: t('query.inArea') })
  }
  const select = { searchable: true, clearable: true, comboboxProps: { withinPortal: false }, maxDropdownHeight: 220 }
  return (
    <Stack gap="sm">
      <DatesProvider settings={{ locale: i18n.language, firstDayOfWeek: 1 }}>
        <DatePickerInput
          type="range"
          label={t('query.dates')}
          placeholder={t('query.anyDate')}
          allowSingleDateInRange
          clearable
          valueFormat="D MMM YYYY"
          popoverProps={{ withinPortal: false }}
          value={[wholeDay(filter.from, 'first'), wholeDay(filter.to, 'last')]}
          onChange={([from, to]) => setFilter({ from: from ?? undefined, to: to ?? undefined })}
        />
      </DatesProvider>
      <Select
        {...select}
        label={t('query.folder')}
        placeholder={t('query.anyFolder')}
        nothingFoundMessage={t('query.noneToChoose')}
        data={(data?.folders ?? []).map(({ path, photos }) => option(path, path, photos))}
        value={filter.folder ?? null}
        onChange={(folder) => setFilter({ folder: folder ?? undefined })}
      />
      <Select
        {...select}
        label={t('query.album')}
        placeholder={t('query.anyAlbum')}
        nothingFoundMessage={t('query.noneToChoose')}
        data={(data?.albums ?? []).map(({ albumId, name, photos }) => option(String(albumId), name, photos))}
        value={filter.album === undefined ? null : String(filter.album)}
        onChange={(album) => setFilter({ album: album === null ? undefined : Number(album) })}
      />
      <Select
        {...select}
        label={t('query.camera')}
        placeholder={t('query.anyCamera')}
        nothingFoundMessage={t('query.noneToChoose')}
        data={(data?.cameras ?? []).map(({ camera, photos }) => option(camera, camera, photos))}
        value={filter.camera ?? null}
        onChange={(camera) => setFilter({ camera: camera ?? undefined })}
      />
      <Select
        {...select}
        label={t('query.place')}
        placeholder={t('query.anyPlace')}
        nothingFoundMessage={t('query.noneToChoose')}
        data={places}
        value={chosenPlace}
        onChange={(key) =>
          setFilter({ bounds: data?.places.find((place) => boundsKey(place.bounds) === key)?.bounds ?? undefined })
        }
      />
      <Button variant="default" disabled={Object.keys(filter).length === 0} onClick={clearFilter}>
        {t('query.clearFilters')}
      </Button>
    </Stack>
  )
}

/** The picker knows days only: a year or month stands for its first or last day. */
function wholeDay(day: string | undefined, which: 'first' | 'last'): string | null {
  if (day === undefined) return null
  const [year = '', month = which === 'first' ? '01' : '12', date] = day.split('-')
  if (date !== undefined) return day
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  return `${year}-${month}-${which === 'first' ? '01' : last}`
}

import type { AcceptPreview, ProjectState } from '../../../../core/api/photo-id.ts'
import { AcceptDialog } from './accept-dialog.tsx'
import { ChooseDialog } from './choose-dialog.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { NamingDialog } from './naming-dialog.tsx'
import type { ReviewActions } from './use-review-commands.ts'

export type DeskDialog = 'help' | 'accept' | 'name' | 'choose'

interface Props {
  readonly state: ProjectState
  /** null: none */
  readonly opened: DeskDialog | null
  readonly onClose: () => void
  readonly actions: ReviewActions
  readonly onAccept: (matches: AcceptPreview['matches']) => void
}

/** What the review asks for once in a while. */
export function DeskDialogs({ state, opened, onClose, actions, onAccept }: Props) {
  return (
    <>
      <KeysDialog opened={opened === 'help'} onClose={onClose} />
      <NamingDialog
        opened={opened === 'name'}
        onClose={onClose}
        onName={(name) => {
          onClose()
          actions.decide('new-individual', { name })
        }}
      />
      <ChooseDialog
        opened={opened === 'choose'}
        onClose={onClose}
        individuals={state.individuals}
        onChoose={(individualId) => {
          onClose()
          actions.decide('match', { individualId })
        }}
      />
      <AcceptDialog
        opened={opened === 'accept'}
        onClose={onClose}
        state={state}
        onAccept={(matches) => {
          onClose()
          onAccept(matches)
        }}
      />
    </>
  )
}

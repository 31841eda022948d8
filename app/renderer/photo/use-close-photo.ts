import { useLocation } from 'wouter'
import { usePhotoList } from './photo-list.ts'

/** Goes back to where the photo was opened from; to the library, where it was opened by its address. */
export function useClosePhoto(): () => void {
  const [, navigate] = useLocation()
  const cameFrom = usePhotoList((list) => list.cameFrom)
  return () => {
    if (cameFrom === null) navigate('/', { replace: true })
    else window.history.back()
  }
}

export function PhotoScreen({ photoId }: { readonly photoId: number }) {
  return <p>{photoId}</p>
}

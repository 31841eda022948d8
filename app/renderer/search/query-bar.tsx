export function QueryBar() {
  return null
}

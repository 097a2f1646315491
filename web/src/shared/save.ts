/** Files that the browser keeps for a person. */
export function saveAs(url: string, name: string): void {
  const link = document.createElement('a')
  Object.assign(link, { href: url, download: name })
  link.click()
}

export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  saveAs(url, name)
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

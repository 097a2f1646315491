/** How long the other tab may take to read the file, in milliseconds. */
const READ_BY_THEN = 60_000

/** Opens a PDF in a new tab, or saves it where the browser allows none. The tab must be opened at once: later it counts as unasked for. */
export async function openPdf(file: Promise<Blob>, name: string): Promise<void> {
  const tab = window.open('', '_blank')
  try {
    const url = URL.createObjectURL(await file)
    if (tab) tab.location.href = url
    else save(url, name)
    setTimeout(() => URL.revokeObjectURL(url), READ_BY_THEN)
  } catch (error) {
    tab?.close()
    throw error
  }
}

function save(url: string, name: string): void {
  const link = document.createElement('a')
  Object.assign(link, { href: url, download: name })
  link.click()
}

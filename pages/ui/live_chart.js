// Draws a figure with Plotly.react, so that zoom, hover and hidden lines survive new data.
const pictures = new WeakMap()
let library

function load(path) {
  library ??= new Promise((done, failed) => {
    const script = document.createElement("script")
    script.src = new URL(path, document.baseURI).href
    script.onload = () => done(window.Plotly)
    script.onerror = failed
    document.head.append(script)
  })
  return library
}

export default async function ({ data, parentElement }) {
  const place = parentElement.querySelector(".live-chart")
  place.setAttribute("role", "img")
  place.setAttribute("aria-label", data.alt)
  const coming = place.querySelector(".coming")
  if (coming) coming.textContent = data.coming + data.alt
  const colour = getComputedStyle(place).getPropertyValue("--st-text-color").trim()
  const last = pictures.get(place)
  if (last?.json === data.figure && last.colour === colour) return
  const picture = { json: data.figure, colour }
  pictures.set(place, picture)
  const figure = JSON.parse(data.figure)
  figure.layout.font = {
    size: 12,
    color: colour || undefined,
    family: getComputedStyle(place).fontFamily,
  }
  const plotly = await load(data.library)
  if (!place.isConnected || pictures.get(place) !== picture) return
  coming?.remove()
  await plotly.react(place, figure.data, figure.layout, { displayModeBar: false, responsive: true })
}

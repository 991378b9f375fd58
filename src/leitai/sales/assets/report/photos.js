// Photos stay on the device until the deal is sent, made small enough for a poor network.
import { copyOf, text } from "./words.js"

const MOST = 9
const LONGEST_SIDE = 2000
const SMALL_ENOUGH = 400_000

export function photosField(form) {
  const input = form.querySelector("[data-photo-input]")
  const list = form.querySelector("[data-photos]")
  const said = form.querySelector("[data-photos-said]")
  let photos = []
  if (!input) return { all: () => [], restore() {} }

  const show = () => {
    for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src)
    list.replaceChildren(...photos.map(row))
    said.textContent = photos.length ? text("photos", photos.length) : ""
  }
  const row = (photo) => {
    const shown = copyOf("[data-photo-row]")
    shown.querySelector("img").src = URL.createObjectURL(photo.blob)
    shown.querySelector("[data-drops-photo]").addEventListener("click", () => {
      photos = photos.filter((each) => each !== photo)
      changed()
    })
    return shown
  }
  const changed = () => {
    show()
    form.dispatchEvent(new Event("input", { bubbles: true }))
  }
  input.addEventListener("change", async () => {
    const files = [...input.files].slice(0, MOST - photos.length)
    input.value = ""
    for (const file of files) photos.push({ name: file.name, blob: await smaller(file) })
    changed()
  })
  return {
    all: () => photos,
    restore: (kept) => {
      photos = kept ?? []
      show()
    },
  }
}

async function smaller(file) {
  if (file.size <= SMALL_ENOUGH) return file
  try {
    const image = await createImageBitmap(file)
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height))
    const canvas = document.createElement("canvas")
    canvas.width = Math.round(image.width * scale)
    canvas.height = Math.round(image.height * scale)
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85))
    return blob && blob.size < file.size ? blob : file
  } catch {
    // Not a picture this browser can read; the server judges it.
    return file
  }
}

// What is kept on this device: deals not sent yet, and the draft being written. Read by pages and by the worker.
const NAME = "leitai-deals"
let opened

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("queue", { keyPath: "key" })
      asked.result.createObjectStore("drafts", { keyPath: "id" })
    }
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
  return opened
}

async function ask(store, mode, work) {
  const database = await open()
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode)
    const request = work(transaction.objectStore(store))
    // Only a finished transaction is on the disk.
    transaction.oncomplete = () => resolve(request.result)
    transaction.onerror = transaction.onabort = () => reject(transaction.error)
  })
}

const shelf = (store) => ({
  all: () => ask(store, "readonly", (rows) => rows.getAll()),
  get: (key) => ask(store, "readonly", (rows) => rows.get(key)),
  put: (row) => ask(store, "readwrite", (rows) => rows.put(row)),
  drop: (key) => ask(store, "readwrite", (rows) => rows.delete(key)),
})

export const queue = shelf("queue")
export const drafts = shelf("drafts")

export async function oldestFirst() {
  return (await queue.all()).sort((one, other) => one.written_at.localeCompare(other.written_at))
}

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID()
  // Outside https there is no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 15) | 64
  bytes[8] = (bytes[8] & 63) | 128
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
}
